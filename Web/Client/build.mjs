// Copies the pages and the SignalR client to dist. There is nothing to compile yet.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';

await rm('dist', { recursive: true, force: true });
await mkdir('dist/lib', { recursive: true });
await cp('src', 'dist', { recursive: true });
await cp('node_modules/@microsoft/signalr/dist/browser/signalr.min.js', 'dist/lib/signalr.min.js');
await writeFile('dist/built.txt', 'Made by build.mjs; its age tells the build whether the pages are up to date.\n');
