#!/usr/bin/env node
// npm links a workspace's bin only when the file exists at install time, so this shim is checked in.
await import('../dist/main.js');
