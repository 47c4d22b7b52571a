import { defineConfig } from 'vitest/config';

// What needs no page: plain modules, in Node. Pages are tested in a browser, by tests/EndToEnd.
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], environment: 'node', pool: 'threads' } });
