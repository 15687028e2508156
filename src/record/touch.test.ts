import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { telling } from '#kit/footing.ts'
import { makeKept, type Kept } from './kept.fixture.ts'
import { publishOne } from './record.fixture.ts'

/** What is told of a change, and what is forgotten by it: neither too little nor too much. */

let f: Kept
beforeAll(async () => {
  f = await makeKept()
})
afterAll(() => f.close())

/** One kind of mark, a page that only this mark keeps true, and a change that shows on it. */
const leftOut: readonly [string, RegExp, () => string, () => Promise<unknown>][] = [
  [
    '地址',
    /^at /,
    () => f.data.live,
    () => publishOne(f.p.t.house, { body: 3, address: f.data.live, note: '更正。', title: '更正后的标题' }),
  ],
  [
    '指向它的文件',
    /^to /,
    () => f.data.history,
    () =>
      publishOne(f.p.t.house, {
        ...{ body: 3, title: '解读一件', columns: ['interpretation'] },
        links: [{ relation: 'interprets', title: '被解读的', address: f.data.history }],
      }),
  ],
  [
    '机关',
    /^body /,
    () => '/jiaozuo/list/all/',
    () => publishOne(f.p.t.house, { body: 3, title: '新的一件', columns: [] }),
  ],
  [
    '机关的栏目',
    /^column \d/,
    () => '/jiaozuo/list/notice/rss.xml',
    () => publishOne(f.p.t.house, { body: 3, title: '新的通知', columns: ['notice'] }),
  ],
  [
    '全站的栏目',
    /^column \*/,
    () => '/list/notice/rss.xml',
    () => publishOne(f.p.t.house, { body: 3, title: '又一件通知', columns: ['notice'] }),
  ],
  [
    '公开的全部',
    /^record\.current$/,
    () => '/list/all/rss.xml',
    () => publishOne(f.p.t.house, { body: 2, title: '首页上的一件' }),
  ],
  [
    '规范性文件',
    /^normative \*/,
    () => '/library.html',
    () =>
      publishOne(f.p.t.house, {
        ...{ body: 3, title: '新的规范性文件', columns: ['normative'], normative: true },
        validity: 'in-force',
      }),
  ],
  [
    '机关的规范性文件',
    /^normative /,
    () => '/jiaozuo/library.html',
    () =>
      publishOne(f.p.t.house, {
        ...{ body: 3, title: '又一件规范性文件', columns: ['normative'], normative: true },
        validity: 'in-force',
      }),
  ],
  [
    '目录事项下的',
    /^items /,
    () => '/jiaozuo/catalog/disaster-relief/coverage.html',
    () =>
      publishOne(f.p.t.house, {
        ...{ body: 3, title: '救助资金发放情况', columns: ['relief'], catalogItems: ['key-0'] },
      }),
  ],
  [
    '版式副本',
    /^copy /,
    () => f.data.live,
    () =>
      sql`
      insert into record.copy (content_hash, form, file_hash, size)
      select content_hash, 'pdf', content_hash, 9999 from record.publication where address = ${f.data.live}
      order by revision desc limit 1`.execute(f.p.t.db),
  ],
  [
    '应急公告',
    /^record\.alert$/,
    () => '/about.html',
    () =>
      sql`insert into record.alert (id, body_id, body_name, kind, title, text, starts_at, chain_position)
      values (77, 1, '应急管理部', 'response', '启动响应', '', ${f.p.t.house.now()}, 1)`.execute(f.p.t.db),
  ],
  [
    '机关的资料',
    /^record\.body$/,
    () => '/bodies.html',
    () => sql`update record.body set name = '焦作市应急管理局（新）' where id = 3`.execute(f.p.t.db),
  ],
]

describe('少说一样就看得出来；多说的不丢', { timeout: 240_000 }, () => {
  it.each(leftOut)('漏掉“%s”，就有一页是旧的；说了就是新的', async (_, mark, page, change) => {
    await f.stale([page()])
    f.told = marks =>
      marks === ''
        ? null
        : marks
            .split('\n')
            .filter(line => !mark.test(line))
            .join('\n') || 'nothing'
    await change()
    expect(await f.stale([page()])).toEqual([page()])
    f.told = marks => marks
    f.keeping.portal.changed()
    expect(await f.stale([page()])).toEqual([])
  })

  it('发布一件：有关的丢掉重做，别的机关、别的栏目、别的公文照旧从缓存里给', async () => {
    await publishOne(f.p.t.house, { body: 1, title: '垫底', columns: ['policy'] })
    const stays = [
      ...[f.data.history, '/mem/list/policy/', '/mem/list/policy/rss.xml', '/list/policy/rss.xml'],
      ...['/henan/list/notice/', '/mem/institution.html', '/alerts.html'],
      // What is no normative document and stands under no item of a catalog.
      ...['/library.html', '/jiaozuo/library.html', '/jiaozuo/library.csv'],
      ...['', '/coverage', '/below', '/key-0'].map(end => `/jiaozuo/catalog/disaster-relief${end}.html`),
    ]
    const goes = [
      // Front pages of those above say what is new below.
      ...['/', '/mem/', '/henan/', '/jiaozuo/', '/jiaozuo/list/notice/', '/jiaozuo/list/all/'],
      ...[
        '/list/notice/',
        '/list/notice/rss.xml',
        '/henan/list/all/?below=1',
        '/search?q=%E9%80%9A%E7%9F%A5',
      ],
    ]
    await f.settled()
    for (const path of [...stays, ...goes]) await f.keeping.get(path)
    f.made.clear()
    await publishOne(f.p.t.house, { body: 3, title: '只关焦作通知的一件', columns: ['notice'] })
    await f.settled()
    for (const path of [...stays, ...goes]) await f.keeping.get(path)
    expect([...f.made.keys()].sort()).toEqual(goes.map(path => path.replace(/\?.*/, '')).sort())
  })

  it('很多人同时要一页，只做一次；做的途中变了，变之后来的另做一次', async () => {
    f.keeping.portal.changed()
    f.made.clear()
    await Promise.all(Array.from({ length: 60 }, () => f.keeping.get('/mem/list/all/')))
    expect(f.made.get('/mem/list/all/')).toBe(1)
  })
})

describe('变动由数据库说清楚', () => {
  it('名单上的表，增、删、改、清空都会说；不在名单上的，任何变动都算数', async () => {
    const { rows } = await sql<{ name: string; told: number }>`
      select 'record.' || c.relname as name, bit_or(t.tgtype::integer & 60) as told
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'record'
      join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
      join pg_proc p on p.oid = t.tgfoid and p.proname in ('tell_change', 'tell_rows', 'tell_copies')
      where c.relkind = 'r' and t.tgnargs = 0 group by 1`.execute(f.p.t.db)
    // insert 4, delete 8, update 16, truncate 32; what never changes needs not say so.
    const fixed = new Set(['record.copy'])
    const whole = rows.filter(r => (r.told | (fixed.has(r.name) ? 16 : 0)) === 60).map(r => r.name)
    expect(whole.sort()).toEqual([...telling].sort())
  })
})
