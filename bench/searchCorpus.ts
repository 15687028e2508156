import { sql } from 'kysely'
import { sha256Hex } from '#kit/crypto.ts'
import { makeDb, makePool, type Db } from '#kit/db.ts'
import { pairsOf } from '#kit/segment.ts'
import { contentOf } from '#record/content.ts'
import { dictionary } from '#record/dictionary.ts'
import { makeEntry } from '#record/model.ts'
import type { TestHouse } from '../test/setup/house.ts'

/** A million documents by a grammar: titles as offices write them, words after Zipf. Rows are written as publications leave them. */

/** Repeatable numbers of [0, 1). */
export function makeRandom(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const common =
  '通知 公开 管理 工作 安全 应急 单位 检查 企业 生产 要求 进行 有关 情况 实施 组织 开展 落实 部门 责任 制度 人员 加强 监督 隐患 排查 治理 防范 风险 演练 预案 救灾 物资 培训 教育 执法 处罚 整改 报告 事故 调查 消防 矿山 化工 烟花 爆竹 汛期 防汛 抗旱 地震 森林 草原 火灾 洪水 台风 预警 信息 发布 灾害 救助 补助 资金 标准 目录 规范 文件 政策 解读 意见 征求 方案 办法 规定 细则 公告 通报 会议 领导 小组 成员 名单 统计 年报 预算 决算 采购 招标 项目 建设 验收 许可 备案 登记 审批 资格 考试 证书 专家 评审 科技 创新 宣传 活动 社区 乡镇 街道 学校 医院 商场 酒店 工地 道路 交通 船舶 水库 大坝 边坡 堤防'.split(
    ' ',
  )
const characters =
  '丰临丽义乐九云五京仁仙伊佳保信修元光兰兴冀冠凌凤凯利剑加勒北华博卫厦县友双口古台同名启周咸唐喀嘉固圣城堡塔增墨壁夏天太奇奎奉姚姜威婺孝孟宁安宏宜宣宾富寿尉尚尧尼屏山岚岛岩岳岭峡峨峰崇嵊川州巢巩巫巴常平库康延廉建开张弥彝彬彭征徐德忠怀恩惠扎扬抚招拉措揭攸敦文斯新方施旌日昆昌昭普景曲杭松枝林柏柳柴格桂桐桥桦梁梅梧樟武毕民汉江池沁沂沅沈沙河沭泉泊波泰泸洋洛津洪洱洮浏浙浦海涟涪淄淮深清渠温渭湖湘源溪滁滕漠漳潜潢潭澄澜濮灵炎焦熟燕牟牡犍玉玛琼瑞璧甘田界番登白盂盐眉石砀砚神福禄禹秀秦穆章竹策简米绍绛绥维罗老肇肥胶舒舞舟良艾花芒芜芦芮苍苏英茂茶荆荔荥莆莒莱莲菏萍营蒙蓝蓬藤虎虹蚌融衡衢襄西解诏诸调谷贡贵费贺赛赣赤蹉辉边辽达迁进连迪通道遂遵邓邢邯邳邵邹郏郓郴都鄂鄞酉里金钟钦铁铜银锦镇长门闽阆阜阳阿陀陇陵随隆雁雄雷雅霍霞青静韩韶项顺颍饶香马高鲁鸡鹤麦黄黎黑鼎龙'

/** Words by how often they are used: what offices write always, names of the field, and thirty thousand words of the tail. */
export function makeWords(): string[] {
  const random = makeRandom(7)
  const words = new Set<string>()
  const field = dictionary.words.map(w => w.replace(/[^\p{L}\p{N}]/gu, ''))
  for (let i = 0; i < Math.max(common.length, field.length); i++) {
    if (common[i]) words.add(common[i]!)
    if (field[i] && i % 2 === 0) words.add(field[i]!)
  }
  const one = () => characters[Math.floor(random() * characters.length)]!
  while (words.size < 30_000) words.add(random() < 0.8 ? one() + one() : one() + one() + one())
  return [...words]
}

/** Draws by rank: the r-th word in proportion to 1 ∕ (r + 2.7). */
export function makeZipf(size: number, random: () => number): () => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let r = 0; r < size; r++) sums[r] = sum += 1 / (r + 2.7)
  return () => {
    const x = random() * sum
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! < x) low = middle + 1
      else high = middle
    }
    return low
  }
}

const kinds = ['通知', '公告', '通报', '意见', '批复', '函', '方案', '办法']
const themes = [
  '安全与应急管理',
  '综合政务',
  '财政金融',
  '国土资源与能源',
  '城乡建设与环境保护',
  '科技与教育',
]
const columnIds = ['policy', 'normative', 'safety', 'relief', 'notice', 'plans', 'catalog', 'budget']
const validities = ['in-force', 'in-force', 'in-force', 'amended', 'expired', 'repealed']
const audiences = ['企业', '个人', '乡镇']
const batch = 2000
const texts = 2000

type Made = { title: string; titleWords: string; words: string; text: string }

function maker(words: readonly string[], random: () => number, plain: boolean) {
  const zipf = makeZipf(words.length, random)
  return (withText: boolean): Made => {
    const topic = Array.from({ length: 2 + Math.floor(random() * 4) }, () => words[zipf()]!)
    const kind = kinds[Math.floor(random() * kinds.length)]!
    const title = `关于${topic.slice(0, 2).join('')}${topic.length > 2 ? `和${topic.slice(2).join('')}` : ''}工作的${kind}`
    if (plain) return { title, titleWords: '', words: '', text: '' }
    const body = Array.from({ length: 120 + Math.floor(random() * 240) }, () => words[zipf()]!)
    const titleWords = new Set(['关于', '工作', kind, ...topic, ...pairsOf(title)])
    return {
      title,
      titleWords: [...titleWords].join(' '),
      words: [...new Set([...body, ...topic, '关于', '工作', kind])].join(' '),
      text: withText ? sentences(body) : '',
    }
  }
}

const sentences = (words: readonly string[]) =>
  words.map((w, i) => w + (i % 14 === 13 ? '。' : i % 5 === 4 ? '，' : '')).join('')

/**
 * Fills the record of a test portal with so many documents of the last ten years, three bodies and forty below them. `plain`: without
 * the words of the search, which take most of the time.
 */
export async function fillRecord(
  p: { readonly t: Pick<TestHouse, 'connection'> },
  documents: number,
  tell: (line: string) => void,
  { plain = false }: { readonly plain?: boolean } = {},
): Promise<string[]> {
  const pool = makePool({ connection: p.t.connection('migrator'), size: 2, name: 'bench' })
  const db = makeDb(pool)
  const words = makeWords()
  try {
    await bodies(db)
    await sql`drop index record.current_words, record.current_title_words, record.current_changed`.execute(db)
    const random = makeRandom(20261122)
    const make = maker(words, random, plain)
    const hashes = await contents(db, maker(words, random, false), plain ? 20 : texts)
    for (let from = 0; from < documents; from += batch) {
      if (from % 100_000 === 0) tell(`写入 ${from} 件`)
      await write(db, from + 1, Math.min(batch, documents - from), documents, make, random, hashes)
    }
    tell('建立索引')
    await sql`set maintenance_work_mem = '1GB'`.execute(db)
    await sql`create index current_words on record.current using gin (words) where standing = 'published'`.execute(
      db,
    )
    await sql`create index current_title_words on record.current using gin (title_words) where standing = 'published'`.execute(
      db,
    )
    await sql`create index current_changed on record.current (changed)`.execute(db)
    await sql`
      insert into record.tally (body_id, column_id, year, published)
      select c.body_id, x, extract(year from c.shown_on)::integer, count(*) from record.current c, unnest(c.columns || array['*']) x
      where c.standing = 'published' group by 1, 2, 3
      on conflict (body_id, column_id, year) do update set published = excluded.published`.execute(db)
    await sql`vacuum analyze record.current`.execute(db)
    return words
  } finally {
    await pool.end()
  }
}

async function bodies(db: Db): Promise<void> {
  await sql`
    insert into record.body (id, parent_id, ancestors, slug, name, short_name, level, sort, site)
    select 100 + i, 3, '{1,2,3}', 'county-' || i, '第' || i || '县应急管理局', '第' || i || '县局', 'county', i, '{}'
    from generate_series(1, 40) i`.execute(db)
}

/** Texts that the passages of hits are cut from, shared by many documents: one for each would only cost disk. */
async function contents(db: Db, make: (withText: boolean) => Made, n: number): Promise<string[]> {
  const hashes: string[] = []
  for (let i = 0; i < n; i++) {
    const { title, text } = make(true)
    const content = contentOf(makeEntry({ title, issuers: ['演练应急管理局'], html: `<p>${text}</p>` }))
    const hash = sha256Hex(content)
    await sql`insert into record.content (hash, content) values (${hash}, ${content}) on conflict do nothing`.execute(
      db,
    )
    hashes.push(hash)
  }
  await sql`insert into record.signing_key (id, public_key, since) values ('bench', '', now()) on conflict do nothing`.execute(
    db,
  )
  return hashes
}

async function write(
  db: Db,
  first: number,
  n: number,
  all: number,
  make: (withText: boolean) => Made,
  random: () => number,
  hashes: readonly string[],
): Promise<void> {
  const rows = Array.from({ length: n }, (_, i) => {
    const number = first + i
    const body = random() < 0.2 ? 1 + Math.floor(random() * 3) : 101 + Math.floor(random() ** 2 * 40)
    const slug = body <= 3 ? ['mem', 'henan', 'jiaozuo'][body - 1]! : `county-${body - 100}`
    const day = Math.max(0, Math.floor((number / all) * 3650 - random() * 20))
    return {
      ...make(false),
      number,
      body,
      address: `/${slug}/content/20200101-${number}.html`,
      day,
      hash: hashes[number % hashes.length]!,
    }
  })
  const pick = (from: readonly string[], share: number) =>
    random() < share ? from[Math.floor(random() * from.length)]! : null
  await sql`
    with given as (
      select * from unnest(${rows.map(r => r.number)}::bigint[], ${rows.map(r => r.body)}::integer[], ${rows.map(r => r.address)}::text[],
        ${rows.map(r => r.title)}::text[], ${rows.map(r => r.titleWords)}::text[], ${rows.map(r => r.words)}::text[],
        ${rows.map(r => r.day)}::integer[], ${rows.map(r => r.hash)}::text[], ${rows.map(() => pick(kinds, 0.9))}::text[],
        ${rows.map(() => pick(themes, 0.8))}::text[], ${rows.map(() => pick(columnIds, 1))}::text[],
        ${rows.map(() => pick(validities, 0.3))}::text[], ${rows.map(() => pick(audiences, 0.2))}::text[])
        as g (number, body_id, address, title, title_words, words, day, hash, kind, theme, col, validity, audience)
    ), made as (
      insert into record.publication (address, revision, kind, standing, body_id, body_name, subject_id, content_hash, title_hash,
        published_at, chain_position, previous, event_hash, event_payload, key_id, signature)
      select address, 1, 'document', 'published', body_id, '', number, hash, hash, date '2016-11-22' + day, number, '', '', '', 'bench', ''
      from given order by number returning id, address
    )
    insert into record.current (address, publication_id, kind, standing, body_id, title, document_number, number_key, issuer,
      issued_on, published_at, shown_on, document_kind, theme, columns, validity, audience, summary, title_words, words, dictionary)
    select g.address, m.id, 'document', 'published', g.body_id, g.title,
      '演应急〔' || 2016 + g.day / 365 || '〕' || g.number || '号', (2016 + g.day / 365) || '|' || g.number || '|演应急', '演练应急管理局',
      date '2016-11-22' + g.day - (g.number % 20)::integer, date '2016-11-22' + g.day, date '2016-11-22' + g.day, g.kind, g.theme, array[g.col], g.validity,
      case when g.audience is null then '{}' else array[g.audience] end, g.title,
      array_to_tsvector(string_to_array(g.title_words, ' ')), array_to_tsvector(string_to_array(g.words, ' ')), 1
    from given g join made m using (address)`.execute(db)
}
