#!/usr/bin/env node
// npm links a workspace's bin only when the file exists at install time, so this shim is checked in.
// grpc-js writes lines of its own between ours; whoever wants them sets the variable.
process.env.GRPC_VERBOSITY ??= 'NONE';
await import('../dist/main.js');
