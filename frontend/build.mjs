// Bundles what the pages bring to the browser into the folder that is named: files called after their content, a list of them, and the licences.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const target = process.argv[2];
mkdirSync(`${target}/licences`, { recursive: true });

const bundled = await build({
  entryPoints: { charts: "charts.js", timeline: "timeline.js", visits: "visits.js" },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  outdir: "out",
  write: false,
});
const scripts = bundled.outputFiles.map((file) => [file.path.replace(/^.*[\\/]/, ""), Buffer.from(file.contents)]);
scripts.push(["htmx.js", readFileSync("node_modules/htmx.org/dist/htmx.min.js")]);

const listed = {};
for (const [name, content] of scripts) {
  const print = createHash("sha384").update(content).digest();
  const file = name.replace(/\.js$/, `-${print.toString("hex").slice(0, 12)}.js`);
  const packed = gzipSync(content, { level: 9 });
  writeFileSync(`${target}/${file}`, content);
  writeFileSync(`${target}/${file}.gz`, packed);
  listed[name] = { file, integrity: `sha384-${print.toString("base64")}`, bytes: content.length, gzip_bytes: packed.length };
}
writeFileSync(`${target}/assets.json`, `${JSON.stringify(listed, null, 1)}\n`);

const licences = {
  echarts: ["LICENSE", "NOTICE", "licenses/LICENSE-d3"],
  zrender: ["LICENSE"],
  tslib: ["LICENSE.txt"],
  "htmx.org": ["LICENSE"],
};
for (const [name, files] of Object.entries(licences)) {
  for (const file of files) copyFileSync(`node_modules/${name}/${file}`, `${target}/licences/${name}-${file.replace(/^.*\//, "")}`);
}
