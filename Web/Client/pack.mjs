// Packs what a browser loads once, when it is built: smaller than packing at each request could afford, and no work for the server.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const folder = process.argv[2] ?? 'dist';
const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(js|css|html)$/.test(name));
await Promise.all(names.map(async (name) => {
  const file = join(folder, name);
  const content = await readFile(file);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length, [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}));
await writeFile(join(folder, 'built.txt'), 'Its age tells the build whether the pages are up to date.\n');
