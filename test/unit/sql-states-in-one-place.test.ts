import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { workspacePath } from '../support/workspace.js';

const RULE = 'no-restricted-syntax';

describe('The lint rule for SQLSTATEs', () => {
  const eslint = new ESLint({
    cwd: workspacePath(),
    overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
  });

  /** What the rule says of a text, as if it were this file below packages/. */
  async function messagesFor(file: string, text: string): Promise<string[]> {
    const [result] = await eslint.lintText(text, { filePath: workspacePath(`packages/${file}`) });
    return (result?.messages ?? []).filter(({ ruleId }) => ruleId === RULE).map(({ message }) => message);
  }

  for (const text of [
    "export const x = (code: string) => code === '23505';\n",
    "export const x = new Set(['0A000']);\n",
    "export const x = (code: string) => code === 'P0001';\n",
    'export const x = (code: string) => code === `57P01`;\n',
    'export const x = (code: string) => /^40P01$/.test(code);\n',
  ]) {
    it(`refuses ${text.trim()} outside the store's errors`, async () => {
      for (const file of ['daemon/src/writer/a.ts', 'daemon/src/store/a.ts', 'client/src/a.ts']) {
        const [message] = await messagesFor(file, text);
        expect(message, file).to.match(/Only store\/errors\.ts/);
      }
    });
  }

  it('lets the files that know them say them', async () => {
    const text = "export const x = '23505';\n";
    for (const file of ['errors', 'sql-states', 'connection-failure']) {
      expect(await messagesFor(`daemon/src/store/${file}.ts`, text)).to.deep.equal([]);
    }
  });

  it('takes no other short text for one', async () => {
    const text = "export const x = ['ERROR', 'UTF8X', 'abc12', '1234', '123456', '26', ':8080'];\n";
    expect(await messagesFor('daemon/src/writer/a.ts', text)).to.deep.equal([]);
  });
});
