import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'

const root = projectRoot()
const src = join(root, 'src')

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.name === 'node_modules') return []
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

type Source = { path: string; text: string; lines: number; imports: { target: string; typeOnly: boolean }[] }

const importPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?[^'"]*?from\s+'([^']+)'|import\s+'([^']+)'|import\('([^']+)'\)/g

/** Where an import leads, as a path below src (`law/day.ts`), or the package's name. */
function resolveImport(from: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1)
  if (target.startsWith('.')) return posix.normalize(posix.join(dirname(from), target))
  return `npm:${target}`
}

const sources: Source[] = filesBelow(src)
  .filter(path => /\.(ts|tsx)$/.test(path))
  .map(file => {
    const path = relative(src, file).replaceAll('\\', '/')
    const text = readFileSync(file, 'utf8')
    const imports = [...text.matchAll(importPattern)].map(m => ({
      target: resolveImport(path, m[3] ?? m[4] ?? m[5] ?? ''),
      typeOnly: Boolean(m[2]),
    }))
    return { path, text, lines: text.split('\n').length, imports }
  })
const code = sources.filter(s => !/\.test\.tsx?$|\.fixture\.tsx?$/.test(s.path))
const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '(root)')

/** Which rooms a room may import from, besides itself. The root composes and may import all. */
const mayImport: Record<string, readonly string[]> = {
  law: [],
  kit: [],
  people: ['kit', 'law', 'record', '(root)'],
  record: ['kit', 'law', 'portal', '(root)'],
  // patrol: reads the text of attachments; people: who may change synonyms.
  // catalog: what the items are called by which results are narrowed.
  search: ['kit', 'law', 'people', 'portal', 'record', 'patrol', 'catalog', '(root)'],
  // search: the same reading of what somebody typed; nothing of the office side.
  // catalog: its public pages' data.
  exchange: ['kit', 'law', 'portal', 'record', 'search', 'catalog', '(root)'],
  // people: who may see the ledger of deliveries; exchange: a saved search means what it means everywhere;
  // search: its synonyms as well.
  outreach: ['kit', 'law', 'people', 'portal', 'record', 'exchange', 'search', '(root)'],
  patrol: ['kit', 'law', 'people', 'record', '(root)'],
  // archive: what is withdrawn for secrecy leaves what the archive froze in the same transaction (archive/forget.ts alone).
  // catalog: a document answers items of the body's catalog. tag: nothing goes out without the tags that the body asks for.
  document: ['kit', 'law', 'people', 'record', 'portal', 'patrol', 'archive', 'catalog', 'tag', '(root)'],
  archive: ['kit', 'law', 'people', 'record', 'document', '(root)'],
  // Takes the document room's cleaner of HTML and its preview: what people paste is the same. patrol: nothing is published unchecked.
  // catalog: what a body tells answers items of its catalog as well.
  posting: ['kit', 'law', 'people', 'record', 'document', 'patrol', 'catalog', 'tag', '(root)'],
  // Counts what the others did in a year; posting: the report is drafted there and goes its way. catalog: its public files.
  // people: by name, for whom it waits on the worklist.
  sitereport: [
    'kit',
    'law',
    'people',
    'portal',
    'record',
    'posting',
    'request',
    'feedback',
    'catalog',
    '(root)',
  ],
  alert: ['kit', 'law', 'people', 'record', 'portal', '(root)'],
  feedback: ['kit', 'law', 'people', 'record', 'portal', '(root)'],
  // document: letters are set by the same renderings as documents; patrol: what is given out is scanned and masked;
  // search: what is public already, before anybody applies for it. posting: what is turned public, and the annual report, are drafted
  // there and go its way (posting/lay.ts alone).
  request: ['kit', 'law', 'people', 'record', 'portal', 'patrol', 'document', 'search', 'posting', '(root)'],
  catalog: ['kit', 'law', 'people', 'record', 'portal', 'patrol', '(root)'],
  // patrol: the encodings of a table that somebody saved.
  moved: ['kit', 'law', 'people', 'record', 'portal', 'patrol', '(root)'],
  tag: ['kit', 'law', 'people', 'record', 'portal', '(root)'],
  portal: ['kit', 'law'],
  console: [
    'kit',
    'people',
    'document',
    'archive',
    'patrol',
    'posting',
    'alert',
    'feedback',
    'search',
    'request',
    'catalog',
    'outreach',
    'tag',
    'moved',
    'sitereport',
  ],
  // A demonstration has something in every room.
  demo: [
    'kit',
    'law',
    'people',
    'record',
    'document',
    'posting',
    'request',
    'tag',
    'catalog',
    'archive',
    'patrol',
    'search',
    'outreach',
    'moved',
    'alert',
    '(root)',
  ],
  commands: [
    'catalog',
    'kit',
    'law',
    'people',
    'record',
    'document',
    'archive',
    'patrol',
    'exchange',
    'outreach',
    'portal',
    'demo',
    'posting',
    'alert',
    'moved',
    'tag',
    '(root)',
    'request',
  ],
}

describe('房屋的结构', () => {
  test('看得到源文件：没有读到文件的结构测试不算通过', () => {
    expect(code.length).toBeGreaterThan(60)
    expect(code.flatMap(s => s.imports).length).toBeGreaterThan(200)
  })

  test('房间之间只按名单的方向引用', () => {
    const faults = code.flatMap(s => {
      const room = roomOf(s.path)
      if (room === '(root)') return []
      return s.imports
        .filter(i => !i.target.startsWith('npm:'))
        .map(i => roomOf(i.target))
        .filter(to => to !== room && !(mayImport[room] ?? []).includes(to))
        .filter(to => !(to === 'console' && s.path.includes('/screens/')))
        .map(to => `${s.path} → ${to}`)
    })
    expect(faults).toEqual([])
  })

  test('根上的文件只有组合者，房间只许取其中的类型', () => {
    const faults = code.flatMap(s =>
      roomOf(s.path) === '(root)' || ['commands', 'demo'].includes(roomOf(s.path))
        ? []
        : s.imports
            .filter(i => roomOf(i.target) === '(root)' && !i.target.startsWith('npm:') && !i.typeOnly)
            .map(i => `${s.path} → ${i.target}`),
    )
    expect(faults).toEqual([])
  })

  test('law 什么也不引用，kit 不引用房间', () => {
    const law = code
      .filter(s => roomOf(s.path) === 'law')
      .flatMap(s => s.imports.filter(i => roomOf(i.target) !== 'law').map(i => `${s.path} → ${i.target}`))
    expect(law).toEqual([])
  })

  test('纯文件（model、workflow、rules、views）不碰 Node 和数据库', () => {
    const pure = code.filter(s => /^(?!kit\/|law\/)[^/]+\/(model|workflow|rules|views)(\.ts|\/)/.test(s.path))
    expect(pure.length).toBeGreaterThan(5)
    const faults = pure.flatMap(s =>
      s.imports
        .filter(i =>
          i.target.startsWith('npm:')
            ? i.target !== 'npm:zod'
            : /\/(store|actions|api|jobs|db)(\.|\/)/.test(i.target),
        )
        .filter(i => !i.typeOnly)
        .map(i => `${s.path} → ${i.target}`),
    )
    expect(faults).toEqual([])
  })

  test('别的房间的 store 谁也不碰', () => {
    const faults = code.flatMap(s =>
      s.imports
        .filter(i => /^[a-z]+\/store(\.|\/)/.test(i.target) && roomOf(i.target) !== roomOf(s.path))
        .filter(() => !['demo', 'commands', '(root)'].includes(roomOf(s.path)))
        .map(i => `${s.path} → ${i.target}`),
    )
    expect(faults).toEqual([])
  })

  test('浏览器的屏幕只引用纯文件、console、react 和 antd 一类', () => {
    const screens = code.filter(
      s => /\/screens\//.test(s.path) || (roomOf(s.path) === 'console' && s.path !== 'console/serve.ts'),
    )
    expect(screens.length).toBeGreaterThan(10)
    const faults = screens.flatMap(s =>
      s.imports
        .filter(i =>
          i.target.startsWith('npm:')
            ? /^npm:(node:|fastify|kysely|pg|graphile)/.test(i.target)
            : /\/(store|actions|api|jobs|db|present|procedure)(\.ts|\/)/.test(i.target) ||
              (roomOf(i.target) === 'kit' && !i.target.startsWith('kit/workflow')),
        )
        .filter(i => !i.typeOnly)
        .map(i => `${s.path} → ${i.target}`),
    )
    expect(faults).toEqual([])
  })

  test('没有循环引用', () => {
    const graph = new Map(
      code.map(s => [
        s.path,
        s.imports.filter(i => !i.typeOnly && !i.target.startsWith('npm:')).map(i => i.target),
      ]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: string[]) => {
      if (trail.includes(path))
        return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      if (done.has(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })

  test('没有超过 400 行的文件', () => {
    const elsewhere = [
      ...['bench', 'test', 'scripts', 'bin', 'migrations'].flatMap(folder => filesBelow(join(root, folder))),
      ...filesBelow(src).filter(path => /\.(css|m?js)$/.test(path)),
    ].map(file => ({ path: relative(root, file), lines: readFileSync(file, 'utf8').split('\n').length }))
    const long = [...sources, ...elsewhere]
      .filter(s => s.lines > 401 && !/(\.gen\.ts|package-lock\.json)$/.test(s.path))
      .map(s => `${s.path} (${s.lines})`)
    expect(long).toEqual([])
  })

  test('时间只从 kit/now.ts 来，环境变量只在 main.ts 读，连接池只由组合者建', () => {
    const faults: string[] = []
    for (const s of sources) {
      if (
        s.path !== 'kit/now.ts' &&
        /new Date\(|Date\.now\(/.test(s.text) &&
        !/\/screens\/|^console\//.test(s.path)
      )
        faults.push(`${s.path}: new Date`)
      if (s.path !== 'main.ts' && /process\.env/.test(s.text)) faults.push(`${s.path}: process.env`)
      if (/^export \* /m.test(s.text)) faults.push(`${s.path}: export *`)
      if (/new (pg\.)?Pool\(/.test(s.text) && s.path !== 'kit/db.ts') faults.push(`${s.path}: new Pool`)
      if (
        /makePool\(/.test(s.text) &&
        !s.path.includes('.test.') &&
        !/^(server|kit\/db|commands\/|main)/.test(s.path)
      )
        faults.push(`${s.path}: makePool`)
    }
    expect(faults).toEqual([])
  })

  test('项目只谈项目自己：没有机器路径，锁文件不含下载地址', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
    expect(lock).not.toMatch(/"resolved": "https?:/)
    const faults = sources.filter(s => /\/work\/(main|shared)|\/root\//.test(s.text)).map(s => s.path)
    expect(faults).toEqual([])
  })
})
