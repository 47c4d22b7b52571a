// Prints how long each test project took, and the ten slowest tests, from the .trx files of a folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
const seconds = (duration) => duration.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
const shown = (time) => time.toFixed(1).padStart(7);

const tests = [];
console.log('seconds of each project:');
for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.trx')).sort() : []) {
  const text = readFileSync(join(folder, file), 'utf8');
  const times = /<Times [^>]*>/.exec(text)?.[0] ?? '';
  console.log(`${shown((Date.parse(attribute(times, 'finish')) - Date.parse(attribute(times, 'start'))) / 1000)}  ${file.slice(0, -'.trx'.length)}`);
  for (const [tag] of text.matchAll(/<UnitTestResult [^>]*>/g))
    tests.push({ name: attribute(tag, 'testName').replaceAll('&quot;', '"').replace(/^Distribution\.Tests\./, ''), time: seconds(attribute(tag, 'duration') || '0') });
}
console.log('the ten slowest tests:');
for (const { name, time } of tests.sort((a, b) => b.time - a.time).slice(0, 10)) console.log(`${shown(time)}  ${name.slice(0, 150)}`);
