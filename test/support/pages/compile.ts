import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DBOSClient } from '@dbosd/client';
import ts from 'typescript';
import { workspacePath } from '../workspace.js';
import type { Example } from './examples.js';

/** What an example may use without making it. */
export interface Stage {
  readonly client: DBOSClient;
  readonly show: (...values: unknown[]) => void;
}

export interface Compiled {
  /** In the order of the examples. */
  readonly runs: readonly ((stage: Stage) => Promise<void>)[];
  /** The members of DBOSClient that the examples name: methods, accessors, and `create`. */
  readonly members: ReadonlySet<string>;
}

/** The stage, as the compiler sees it. Inline, so that no example meets a name that it did not import. */
const STAGE = `{ client, show }: { client: import('@dbosd/client').DBOSClient; show: (...values: unknown[]) => void }`;

/**
 * Compiles examples as strictly as the tests themselves, against what users of the packages see. Throws an error with
 * every complaint of the compiler, by page and line.
 */
export async function compile(examples: readonly Example[]): Promise<Compiled> {
  const folder = workspacePath('test/examples');
  const sources = new Map(
    examples.map((example, index) => [join(folder, `example-${String(index)}.ts`), example] as const),
  );
  const { files, members } = emit(sources);
  const dist = workspacePath('test/dist');
  mkdirSync(dist, { recursive: true });
  const scratch = mkdtempSync(join(dist, 'examples-'));
  try {
    const runs = [...files].map(async ([name, text]) => {
      const file = join(scratch, name);
      writeFileSync(file, text);
      return ((await import(pathToFileURL(file).href)) as { run: Compiled['runs'][number] }).run;
    });
    return { runs: await Promise.all(runs), members };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The compiled files by their names, in order, and the members of DBOSClient in them. */
function emit(sources: ReadonlyMap<string, Example>): {
  files: ReadonlyMap<string, string>;
  members: ReadonlySet<string>;
} {
  const options = optionsOfTests();
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (file) => {
    const example = sources.get(file);
    return example === undefined ? readFile(file) : moduleOf(example);
  };
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  const files = new Map([...sources.keys()].map((file) => [basename(file).replace(/\.ts$/, '.js'), '']));
  host.writeFile = (file, text) => files.set(basename(file), text);
  const program = ts.createProgram([...sources.keys()], options, host);
  const { diagnostics } = program.emit();
  const complaints = [...ts.getPreEmitDiagnostics(program), ...diagnostics].map((one) => spell(one, sources));
  if (complaints.length > 0) throw new Error(`examples do not compile:\n${complaints.join('\n')}`);
  const members = new Set([...sources.keys()].flatMap((file) => membersIn(program, file)));
  return { files, members };
}

function membersIn(program: ts.Program, file: string): string[] {
  const checker = program.getTypeChecker();
  const members: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const { symbol } = checker.getTypeAtLocation(node.expression) as { symbol?: ts.Symbol };
      if (symbol?.name === 'DBOSClient') members.push(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(program.getSourceFile(file)!);
  return members;
}

function optionsOfTests(): ts.CompilerOptions {
  const file = workspacePath('test/tsconfig.json');
  const read = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, workspacePath('test'));
  const { tsBuildInfoFile: _none, ...rest } = options;
  return {
    ...rest,
    composite: false,
    incremental: false,
    declaration: false,
    sourceMap: false,
    types: ['node'],
  };
}

/** The example as a module. Its code begins in the second line; a block of its own lets it redeclare the stage. */
function moduleOf({ code }: Example): string {
  const lines = code.split('\n');
  const isImport = (line: string): boolean => line.startsWith('import ');
  const imports = lines.filter(isImport).join(' ');
  const body = lines.map((line) => (isImport(line) ? '' : line)).join('\n');
  return `${imports} export async function run(${STAGE}): Promise<void> { {\n${body}\n} }\n`;
}

function spell(diagnostic: ts.Diagnostic, sources: ReadonlyMap<string, Example>): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  const example = diagnostic.file === undefined ? undefined : sources.get(diagnostic.file.fileName);
  if (example === undefined || diagnostic.file === undefined) return message;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  // A heading in front of the code, and lines that are counted from 0, make it one less.
  const page = example.name.replace(/:\d+$/, '');
  return `${page}:${String(example.line + line - 1)}: ${message}`;
}
