import { cpus, tmpdir } from 'node:os'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOf, systemNow } from '#kit/now.ts'
import { startPostgres } from '#kit/postgres/start.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { bench as act } from './act.ts'
import { bench as archive } from './archive.ts'
import { bench as documents } from './documents.ts'
import { bench as catalog } from './catalog.ts'
import { bench as consoleWeight } from './console.ts'
import { bench as coverage } from './coverage.ts'
import { bench as due } from './due.ts'
import { bench as exports } from './export.ts'
import { meets, type Figure } from './figure.ts'
import { bench as lighthouse } from './lighthouse.ts'
import { bench as million } from './million.ts'
import { bench as portal } from './portal.ts'
import { bench as reexamination } from './reexamination.ts'
import { bench as requests } from './requests.ts'
import { bench as scan } from './scan.ts'
import { bench as search } from './search.ts'
import { bench as start } from './start.ts'
import { bench as worklist } from './worklist.ts'

const all: Record<string, () => Promise<Figure[]>> = {
  catalog,
  console: consoleWeight,
  worklist,
  coverage,
  due,
  act,
  portal,
  lighthouse,
  million,
  start,
  search,
  scan,
  documents,
  reexamination,
  archive,
  requests,
  export: exports,
}

/** Runs the named benches (all without a name); with all of them writes docs/benchmarks.md. Exit 1 where a target is missed. */
export async function run(names: readonly string[]): Promise<number> {
  const chosen = names.length > 0 ? names : Object.keys(all)
  const folder = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  // Its own account has to reach the folder when this runs as root.
  await chmod(folder, 0o755)
  // The database as the product runs it, fsync on.
  const postgres = await startPostgres({ folder, log: () => {} })
  process.env.ZHAOMING_TEST_DATABASE = postgres.url
  try {
    return await measure(chosen, names.length === 0)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(chosen: readonly string[], write: boolean): Promise<number> {
  const figures: Figure[] = []
  for (const name of chosen) {
    const one = all[name]
    if (!one) {
      console.error(`没有“${name}”这项测量，可选：${Object.keys(all).join('、')}`)
      return 2
    }
    console.log(`测量 ${name} ……`)
    for (const figure of await one()) {
      figures.push(figure)
      const target = figure.target
        ? `（要求${figure.target.at === 'least' ? '不低于' : '不高于'} ${figure.target.value}）`
        : ''
      console.log(
        `  ${meets(figure) ? '达到' : '未达到'}  ${figure.name}：${figure.value} ${figure.unit}${target}`,
      )
    }
  }
  const file = join(projectRoot(), 'docs', 'benchmarks.md')
  // Sections below the table are written by hand.
  if (write)
    await writeFile(file, page(figures) + (/\n## [^]*/.exec(await readFile(file, 'utf8'))?.[0] ?? ''))
  else console.log(`\n${table(figures)}`)
  return figures.every(meets) ? 0 : 1
}

function page(figures: readonly Figure[]): string {
  const machine = `${cpus()[0]?.model ?? '未知处理器'} × ${cpus().length}，Node.js ${process.versions.node}`
  return `# 测量

命令：\`npm run bench\`（一项：\`npm run bench -- due\`）。${dayOf(systemNow())}，${machine}。

${table(figures)}`
}

/** As it stands in docs/benchmarks.md. */
function table(figures: readonly Figure[]): string {
  const rows = figures.map(f => {
    const target = f.target ? `${f.target.at === 'least' ? '≥' : '≤'} ${f.target.value} ${f.unit}` : ''
    return `| ${f.name} | ${f.value} ${f.unit} | ${target} | ${meets(f) ? '是' : '**否**'} | ${f.detail} |`
  })
  return `| 项目 | 结果 | 要求 | 达到 | 怎么测 |
|---|---|---|---|---|
${rows.join('\n')}
`
}
