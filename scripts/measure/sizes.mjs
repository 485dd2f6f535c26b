import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A file with fewer lines counts as short. */
export const SHORT_LINES = 40;

/**
 * The sizes of `src` folders of the packages below a folder, by package and in total; generated files are left out. A function is one
 * with a name and a body in braces: a declaration, a method, an accessor, a constructor, or a function that a variable or
 * a property holds. A callback is part of the function that passes it.
 */
export function measureSizes(root) {
  const names = readdirSync(join(root, 'packages')).filter((name) =>
    existsSync(join(root, 'packages', name, 'src')),
  );
  const packages = names.map((name) => [
    name,
    sourceFiles(join(root, 'packages', name, 'src')).map(measureFile),
  ]);
  return {
    packages: Object.fromEntries(packages.map(([name, files]) => [name, summary(files)])),
    total: summary(packages.flatMap(([, files]) => files)),
  };
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function measureFile(path) {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const functions = [];
  const visit = (node) => {
    if (isNamedFunction(node)) functions.push(linesOf(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), functions };
}

function isNamedFunction(node) {
  if (!ts.isFunctionLike(node) || node.body === undefined || !ts.isBlock(node.body)) return false;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return true;
  const { parent } = node;
  return (
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)
  );
}

function linesOf(source, node) {
  const lineAt = (position) => source.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.getEnd()) - lineAt(node.getStart(source)) + 1;
}

function summary(files) {
  const lines = files.map((file) => file.lines);
  const functions = files.flatMap((file) => file.functions);
  return {
    files: {
      count: lines.length,
      lines: lines.reduce((sum, each) => sum + each, 0),
      median: percentile(lines, 50),
      p90: percentile(lines, 90),
      short: lines.filter((each) => each < SHORT_LINES).length,
    },
    functions: { count: functions.length, median: percentile(functions, 50), p90: percentile(functions, 90) },
  };
}

/** By nearest rank; of nothing 0. */
function percentile(numbers, percent) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}
