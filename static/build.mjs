// Builds static/build: styles, scripts and fonts with a hash of their content in each name, and manifest.json.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const modules = join(here, "node_modules");
const finished = join(here, "build");
const target = join(here, "build.new");
const manifest = {};

const STYLES = ["app", "staff", "wall"];
const SCRIPTS = ["boot", "app", "keying", "map"];

// Latin for English and its neighbours; the four Welsh letters with a circumflex and their rarer accents; the rest of Latin.
const FACES = [
  { name: "text-latin", file: "latin", letters: range(0x20, 0x7e) + range(0xa0, 0xff) + "ıŒœ‐‑‒–—‘’‚“”„†•…‰′″‹›€™←↑→↓−×✓" },
  { name: "text-welsh", file: "latin-ext", letters: "ŴŵŶŷẀẁẂẃẄẅỲỳ" },
  { name: "text-more", file: "latin-ext", letters: range(0x100, 0x17f) + range(0x218, 0x21b) },
];

// Documents are drawn by programs that read TrueType and cannot fall back to the fonts of a machine.
const PRINT_FONTS = [
  ["atkinson-hyperlegible-next", "400Regular/AtkinsonHyperlegibleNext_400Regular.ttf"],
  ["atkinson-hyperlegible-next", "700Bold/AtkinsonHyperlegibleNext_700Bold.ttf"],
  ["noto-sans", "400Regular/NotoSans_400Regular.ttf"],
  ["noto-sans", "700Bold/NotoSans_700Bold.ttf"],
  ["noto-sans-arabic", "400Regular/NotoSansArabic_400Regular.ttf"],
  ["noto-sans-arabic", "700Bold/NotoSansArabic_700Bold.ttf"],
];

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)).join("");
}

/** Writes one file under a name that holds a hash of its content, with packed copies beside it. */
async function put(name, content) {
  const bytes = Buffer.from(content);
  const ending = extname(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${name.slice(0, -ending.length)}.${hash}${ending}`;
  await mkdir(dirname(join(target, hashed)), { recursive: true });
  await writeFile(join(target, hashed), bytes);
  if ([".css", ".js", ".svg"].includes(ending)) {
    await writeFile(join(target, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
    const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
    await writeFile(join(target, `${hashed}.br`), brotliCompressSync(bytes, best));
  }
  manifest[name] = hashed;
  return hashed;
}

async function fonts() {
  const folder = join(modules, "@fontsource-variable/atkinson-hyperlegible-next/files");
  for (const face of FACES) {
    const whole = await readFile(join(folder, `atkinson-hyperlegible-next-${face.file}-wght-normal.woff2`));
    const small = await subsetFont(whole, face.letters, {
      targetFormat: "woff2",
      variationAxes: { wght: { min: 400, max: 700, default: 400 } },
    });
    await put(`fonts/${face.name}.woff2`, small);
  }
  const print = join(target, "fonts-print");
  await mkdir(print, { recursive: true });
  for (const [family, path] of PRINT_FONTS) {
    const from = join(modules, "@expo-google-fonts", family);
    await cp(join(from, path), join(print, path.split("/").pop()));
    await cp(join(from, "LICENSE_FONT"), join(print, `${family}-licence.txt`));
  }
}

async function styles() {
  for (const name of STYLES) {
    const made = sass.compile(join(source, "scss", `${name}.scss`), {
      style: "compressed",
      importers: [new sass.NodePackageImporter(here)],
      quietDeps: true,
    });
    const css = made.css.replace(/asset\("([^"]+)"\)/g, (_, wanted) => {
      if (!manifest[wanted]) throw new Error(`${name}.scss names an asset that was not built: ${wanted}`);
      return `url(/static/${manifest[wanted]})`;
    });
    await put(`${name}.css`, css);
    await put(`${name}.rtl.css`, rtlcss.process(css));
  }
  // Only for pages with a map, and never turned round: east is on the right in every language.
  const map = sass.compile(join(source, "scss/map.scss"), { style: "compressed", importers: [new sass.NodePackageImporter(here)] });
  await put("map.css", map.css.replace(/url\((?!data:)[^)]*\)/g, "none"));
}

async function scripts() {
  for (const name of SCRIPTS) {
    const made = await bundle({
      entryPoints: [join(source, "js", `${name}.js`)],
      absWorkingDir: here,
      bundle: true,
      minify: true,
      format: name === "boot" ? "iife" : "esm",
      target: "es2020",
      legalComments: "none",
      write: false,
    });
    await put(`${name}.js`, made.outputFiles[0].contents);
  }
  const htmx = await readFile(join(modules, "htmx.org/dist/htmx.min.js"));
  const morph = await readFile(join(modules, "idiomorph/dist/idiomorph-ext.min.js"));
  await put("htmx.js", htmx);
  await put("htmx-morph.js", Buffer.concat([htmx, Buffer.from("\n"), morph])); // One file: a first visit asks six times at most.
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await fonts();
await styles();
await scripts();
await writeFile(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(finished, { recursive: true, force: true });
await rename(target, finished);
console.log(`Built ${Object.keys(manifest).length} files.`);
