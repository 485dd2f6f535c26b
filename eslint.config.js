import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importDirection } from './scripts/eslint/import-direction.mjs';

const TIMERS =
  'A plain timer fires at once above 2^31-1 ms: use startTimer or a Clock of @dbosd/shared, which take any length.';
const ENVIRONMENT = 'Only config.ts reads the environment; take what you need as a parameter.';

const SQLSTATES =
  'Only store/errors.ts, store/sql-states.ts and store/connection-failure.ts know SQLSTATEs: ask a function of store/errors.ts (isUniqueViolation …).';
const NO_DEBUGGER = { selector: 'DebuggerStatement', message: 'No debugger in commits.' };
/** Five digits and capitals, at least two of them digits; as a string, or as the whole of a regular expression. */
const NO_SQLSTATES = [
  { selector: 'Literal[value=/^(?=(?:[A-Z]*[0-9]){2})[0-9A-Z]{5}$/]', message: SQLSTATES },
  { selector: 'Literal[regex.pattern=/^.?(?=(?:[A-Z]*[0-9]){2})[0-9A-Z]{5}.?$/]', message: SQLSTATES },
  { selector: 'TemplateElement[value.cooked=/^(?=(?:[A-Z]*[0-9]){2})[0-9A-Z]{5}$/]', message: SQLSTATES },
];

const ENV_PROPERTY = { object: 'process', property: 'env', message: ENVIRONMENT };
const TIMEOUT_SIGNAL = { object: 'AbortSignal', property: 'timeout', message: TIMERS };
const ENV_IMPORTS = ['process', 'node:process'].map((name) => ({
  name,
  importNames: ['env'],
  message: ENVIRONMENT,
}));
const TIMER_IMPORTS = ['timers', 'node:timers', 'timers/promises', 'node:timers/promises'].map((name) => ({
  name,
  importNames: ['setTimeout'],
  message: TIMERS,
}));

export default defineConfig(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/generated/**',
      '**/coverage/**',
      'packages/*/proto/**',
      'clients/**', // generated, and not in TypeScript
      '**/.*/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Codes come off the wire as numbers, and protobuf's and grpc-js's enums are two.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Signatures prescribed by others (DBOS, Node) leave parameters unused.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{ts,js,mjs,cjs}'],
    extends: [importX.flatConfigs.typescript],
    plugins: { 'import-x': importX, dbosd: { rules: { 'import-direction': importDirection } } },
    settings: {
      // Without a resolver these rules report nothing, and without the TypeScript settings they miss cycles.
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: ['packages/*/tsconfig.json', 'test/tsconfig.json', 'bench/tsconfig.json'],
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': 'error',
      'no-restricted-syntax': ['error', NO_DEBUGGER],
      eqeqeq: 'error',
      'no-console': 'off',
      'prefer-const': 'error',
      'no-var': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: {
      'dbosd/import-direction': 'error',
      'import-x/no-extraneous-dependencies': [
        'error',
        { devDependencies: false, optionalDependencies: false, peerDependencies: true },
      ],
      'no-restricted-properties': ['error', ENV_PROPERTY, TIMEOUT_SIGNAL],
      'no-restricted-imports': ['error', { paths: [...ENV_IMPORTS, ...TIMER_IMPORTS] }],
      'no-restricted-globals': ['error', { name: 'setTimeout', message: TIMERS }],
      'no-restricted-syntax': ['error', NO_DEBUGGER, ...NO_SQLSTATES],
      'no-console': 'error',
    },
  },
  {
    files: ['packages/daemon/src/store/{errors,sql-states,connection-failure}.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEBUGGER] },
  },
  {
    files: ['packages/daemon/src/config.ts'],
    rules: {
      'no-restricted-properties': ['error', TIMEOUT_SIGNAL],
      'no-restricted-imports': ['error', { paths: TIMER_IMPORTS }],
    },
  },
  {
    files: ['packages/shared/src/clock.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // The command line speaks to a terminal.
    files: ['packages/cli/src/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's assertions are property reads; fixtures know what is there.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // What a test catches is what it goes on to examine.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'import-x/no-extraneous-dependencies': [
        'error',
        { packageDir: [import.meta.dirname, `${import.meta.dirname}/test`] },
      ],
    },
  },
  {
    // Workflows and steps are asynchronous by their type, and methods of classes that nobody makes objects of.
    files: ['test/*/worker/**/*.ts', 'test/support/interop/twin-program.ts'],
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
);
