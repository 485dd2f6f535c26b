#!/usr/bin/env node
// npm links a workspace's bin only when the file exists at install time, so this shim is checked in.
// grpc-js writes log lines of its own to stderr; set the variable to see them.
process.env.GRPC_VERBOSITY ??= 'NONE';
await import('../dist/main.js');
