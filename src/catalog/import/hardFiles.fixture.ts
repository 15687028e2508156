/** For tests only: the tables that offices send in, each a way of making reading hard, and how well one was read. */
import { Converter } from 'opencc-js/cn2t'
import { csvOf, docxOf, htmlOf, tsvOf, utf8, xlsxOf, type Sheet } from '../catalog.fixture.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { channelNames, type GuidelineName } from '../model.ts'
import { checkAgainst } from '../rules/check.ts'
import { Matcher } from '../rules/match.ts'
import {
  boxesOf,
  columns,
  flags,
  hardRows,
  hardTruth,
  lay,
  national,
  renamed,
  type Column,
  type HardRow,
} from './hard.fixture.ts'
import type { CatalogReading } from './read.ts'
import { odsOf, odtOf } from './odf.fixture.ts'

export type HardFile = {
  readonly field: GuidelineName
  readonly file: string
  readonly bytes: Uint8Array
  /** What of a row the table does not show. */
  readonly lacks?: readonly (keyof HardRow)[]
  /** The rows it shows, where they are not all. */
  readonly rows?: readonly HardRow[]
  readonly missing?: readonly string[]
  readonly notProven?: readonly string[]
}

const { order, level1, level2, content, basis, deadline, subject, channels, everyone, particular, proactive, onRequest, county, township } = columns // prettier-ignore
const relief = hardRows['disaster-relief']
const safety = hardRows['safety-production']
const wide: readonly (readonly [string, string])[] = [...'０１２３４５６７８９'].map(
  (w, n) => [String(n), w] as const,
)
const widen = (text: string) => wide.reduce((t, [n, w]) => t.replaceAll(n, w), text)
const vertical = (text: string) => [...text].join('\n')
const map = (sheet: Sheet, change: (text: string, r: number, c: number) => string): Sheet => ({
  ...sheet,
  rows: sheet.rows.map((r, at) => r.map((c, i) => (c === '' ? c : change(c, at, i)))),
})
const single: readonly Column[] = [
  order,
  renamed(level1, '公开类别'),
  renamed(level2, '公开事项名称'),
  renamed(content, '具体内容'),
  renamed(basis, '政策依据'),
  renamed(deadline, '时限要求'),
  renamed(subject, '责任单位'),
  { head: ['公开平台'], of: r => r.ticked.join('、') },
  { head: ['受众'], of: r => r.audience.replace('全社会', '社会公众') },
  { head: ['公开属性'], of: r => (r.mode === '主动' ? '主动公开' : '依申请公开') },
  { head: ['适用层级'], of: r => r.levels.join('、') },
]
const title = (name: GuidelineName) => `新平县${guidelineOf(name).title}（2024年版）`
const chinese = (n: number) => ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'][n]!
const classNumber = (rows: readonly HardRow[], r: HardRow) =>
  [...new Set(rows.map(x => x.level1))].indexOf(r.level1)
const within = (rows: readonly HardRow[], r: HardRow) => rows.filter(x => x.level1 === r.level1).indexOf(r)

const classes = [...new Set(relief.map(r => r.level1))]
const withoutClass = national
  .filter(c => c !== level1)
  .map(c => (c === level2 ? renamed(level2, '公开事项') : c))
const xlsx = async (field: GuidelineName, ...sheets: Sheet[]): Promise<HardFile> => ({
  field,
  file: '目录.xlsx',
  bytes: await xlsxOf(...sheets),
})
const docx = async (field: GuidelineName, ...sheets: Sheet[]): Promise<HardFile> => ({
  field,
  file: '目录.docx',
  bytes: await docxOf(...sheets),
})

export const hardFiles: Readonly<Record<string, () => Promise<HardFile>>> = {
  'XLSX，标题、填报单位、附注、签字行': () =>
    xlsx('disaster-relief', lay(relief, { columns: national, above: [title('disaster-relief'), '填报单位（盖章）：新平县应急管理局　　填报日期：2024年3月15日'], below: ['注：1.本目录自公布之日起施行。2.法律法规另有规定的从其规定。', '填报人：王某　审核人：李某　联系电话：0877-0000000'], merged: [1] })),
  'DOCX，每页一张表，表头重复，中间写“续表”': () =>
    docx('safety-production', ...[[0, 9], [9, 17], [17, 25]].map(([a, b], i) => lay(safety.slice(a, b), { columns: national, above: i === 0 ? [title('safety-production')] : ['续表'], merged: [1] }))),
  'XLSX，每页重复表头，页间有“续表”“第2页 共3页”': () =>
    xlsx('safety-production', lay(safety, { columns: national, above: [title('safety-production')], again: [8, 16], bands: new Map([[8, '（续表）'], [16, '第2页　共3页']]), merged: [1] })),
  'DOCX，拆成两张表，后一张没有表头': async () => {
    const whole = lay(relief, { columns: national })
    const first: Sheet = { rows: whole.rows.slice(0, 10), merges: whole.merges.filter(m => m.endRow < 10) }
    return docx('disaster-relief', first, { rows: whole.rows.slice(10), merges: [] })
  },
  'XLSX，列的次序不同': () =>
    xlsx('safety-production', lay(safety, { columns: [subject, county, township, order, level1, level2, deadline, proactive, onRequest, content, everyone, particular, channels, basis] })),
  'XLSX，多出的列': () =>
    xlsx('disaster-relief', lay(relief, { columns: [order, { head: ['事项编码'], of: (_r, i) => `YJ-${100 + i}` }, level1, level2, content, basis, deadline, subject, { head: ['责任科室'], of: () => '救灾和物资保障科' }, { head: ['联系电话'], of: () => '0877-7010000' }, channels, everyone, particular, proactive, onRequest, county, township, { head: ['栏目网址'], of: () => 'http://www.example.gov.cn/zwgk' }, { head: ['备注'], of: (_r, i) => (i % 3 ? '' : '每季度检查') }], above: [title('disaster-relief')] })),
  'XLSX，全部换了叫法，一行表头': () => xlsx('disaster-relief', lay(relief, { columns: single, merged: [1] })),
  'CSV，换了叫法': async () => ({ field: 'safety-production', file: '安全生产领域目录.csv', bytes: utf8(csvOf(lay(safety, { columns: single }))) }),
  'XLSX，特定群众、镇级，一级事项竖排带序号，名称带序号': () =>
    xlsx('disaster-relief', lay(relief, { merged: [1], columns: [order, { head: ['公开事项', '一级事项'], of: r => vertical(`${chinese(classNumber(relief, r))}、${r.level1}`) }, { head: ['公开事项', '二级事项'], of: r => `（${chinese(within(relief, r))}）${r.level2}` }, content, basis, deadline, subject, channels, everyone, renamed(particular, '公开对象', '特定群众'), proactive, renamed(onRequest, '公开方式', '依申请'), renamed(county, '公开层级', '市级'), renamed(township, '公开层级', '镇级')] })),
  'XLSX，名称带1.1、1.2，一级事项带项数': () =>
    xlsx('safety-production', lay(safety, { merged: [1], columns: [{ head: ['序号'], of: r => `${classNumber(safety, r) + 1}.${within(safety, r) + 1}` }, { head: ['公开事项', '一级事项'], of: r => `${r.level1}\n（${safety.filter(x => x.level1 === r.level1).length}项）` }, { head: ['公开事项', '二级事项'], of: r => `${classNumber(safety, r) + 1}.${within(safety, r) + 1}${r.level2}` }, content, basis, deadline, subject, channels, everyone, particular, proactive, onRequest, county, township] })),
  '网页，繁体字': async () => {
    const convert = Converter({ from: 'cn', to: 't' })
    return { field: 'disaster-relief', file: 'catalog.html', bytes: utf8(htmlOf(map(lay(relief, { columns: national, above: [title('disaster-relief')], merged: [1] }), convert))) }
  },
  'XLSX，全角数字，表头字间空格、换行': () =>
    xlsx('safety-production', map(lay(safety, { columns: national, above: [title('safety-production')], merged: [1] }), (t, r) => (r > 2 ? widen(t) : r === 0 ? t : [...t].join(r === 1 ? '　' : '\n')))),
  'XLSX，十三种渠道各占一列': () =>
    xlsx('disaster-relief', lay(relief, { columns: [order, level1, level2, content, basis, deadline, subject, ...channelNames.map((n): Column => ({ head: ['公开渠道和载体', n], of: r => (r.ticked.includes(n) ? '√' : '') })), everyone, particular, proactive, onRequest, county, township], merged: [1] })),
  'XLSX，封面、填表说明、两个领域、隐藏的旧表': async () =>
    xlsx(
      'safety-production',
      { name: '封面', rows: [['新平县基层政务公开标准目录'], ['新平县人民政府办公室']], merges: [] },
      { name: '填表说明', rows: [['项目', '填写要求'], ['公开时限', '按照规定填写'], ['公开主体', '填写本级部门']], merges: [] },
      { name: '救灾', ...lay(relief, { columns: national, above: [title('disaster-relief')] }) },
      { name: '安全生产', ...lay(safety, { columns: national, above: [title('safety-production')] }) },
      { name: '旧', hidden: true, ...lay(safety.slice(0, 3), { columns: national }) },
    ),
  'XLSX，两个领域在一张表，有“领域”列': () =>
    xlsx('disaster-relief', lay([...relief, ...safety], { columns: [order, { head: ['领域'], of: r => (relief.includes(r) ? '救灾' : '安全生产') }, level1, level2, content, basis, deadline, subject, channels, everyone, particular, proactive, onRequest, county, township], above: ['新平县应急管理局基层政务公开标准目录'], merged: [1, 2] })),
  'XLSX，两个领域在一张表，用分类行分开': () =>
    xlsx('safety-production', lay([...safety, ...relief], { columns: national, above: ['新平县应急管理局基层政务公开标准目录'], bands: new Map([[0, '一、安全生产领域'], [safety.length, '二、救灾领域']]), merged: [1] })),
  'DOCX，三级事项，一二级合并': () =>
    docx('safety-production', lay(safety.map((r, i) => ({ ...r, level3: r.level2, level2: i < 6 ? '政策' : r.level2 })), { columns: [order, renamed(level1, '事项', '一级'), renamed(level2, '事项', '二级'), { head: ['事项', '三级'], of: r => r.level3 }, content, basis, deadline, subject, channels, everyone, particular, proactive, onRequest, county, township], merged: [1, 2] })),
  '粘贴的表格，合并的格丢了': async () => ({ field: 'disaster-relief', file: '', bytes: utf8(tsvOf(lay(relief, { columns: national, merged: [1] }))) }),
  'XLSX，一个事项的依据分几行写，别的格合并': async () => {
    const rows = relief.map(r => ({ ...r, basis: ['《中华人民共和国政府信息公开条例》', '《自然灾害救助条例》'] }))
    const sheet = lay(rows, { columns: national })
    const cells = sheet.rows.flatMap((r, i) => (i < 2 ? [r] : [r.map((t, c) => (c === 4 ? '《中华人民共和国政府信息公开条例》' : t)), r.map((_t, c) => (c === 4 ? '《自然灾害救助条例》' : ''))]))
    const merges = [...sheet.merges, ...rows.flatMap((_r, i) => national.flatMap((_c, c) => (c === 4 ? [] : [{ startRow: 2 + i * 2, endRow: 3 + i * 2, startCol: c, endCol: c }])))]
    return { ...(await xlsx('disaster-relief', { rows: cells, merges })), rows }
  },
  'CSV，一个事项分几行写渠道': async () => {
    const sheet = lay(relief, { columns: national })
    const rows = sheet.rows.flatMap((r, i) => (i < 2 ? [r] : boxLines(relief[i - 2]!).map((line, n) => r.map((t, c) => (c === 7 ? line : n === 0 ? t : '')))))
    return { field: 'disaster-relief', file: '目录.csv', bytes: utf8(csvOf({ rows, merges: [] })) }
  },
  '网页，有栏次行、分类行，渠道每行一个': async () => {
    const sheet = lay(relief, { columns: national.map(c => (c === columns.channels ? { head: c.head, of: (r: HardRow) => boxesOf(r, '\n') } : c)), bands: new Map(relief.flatMap((r, i) => (i === 0 || relief[i - 1]!.level1 !== r.level1 ? [[i, `${chinese(classNumber(relief, r))}、${r.level1}`] as const] : []))) })
    const rows = [...sheet.rows.slice(0, 2), national.map((_c, i) => String(i + 1)), ...sheet.rows.slice(2)]
    return { field: 'disaster-relief', file: '目录.html', bytes: utf8(htmlOf({ rows, merges: sheet.merges.map(m => (m.startRow < 2 ? m : { ...m, startRow: m.startRow + 1, endRow: m.endRow + 1 })) })) }
  },
  'XLSX，表头带说明，勾选用是和否': () =>
    xlsx('safety-production', lay(safety, { columns: [order, level1, level2, renamed(content, '公开内容（要素）\n（应细化到具体要素）'), renamed(basis, '公开依据（法律、法规、规章及文件）'), renamed(deadline, '公开时限（起算点和天数）'), renamed(subject, '公开主体（责任部门）'), renamed(channels, '公开渠道和载体（在标注范围内至少选择其一公开，法律法规规章另有规定的从其规定）'), ...([['everyone', everyone], ['particular', renamed(particular, '公开对象', '特定群体（请写明）')], ['proactive', proactive], ['onRequest', onRequest], ['county', county], ['township', renamed(township, '公开层级', '乡、村级')]] as const).map(([k, c]): Column => ({ head: c.head, of: r => (flags[k](r) ? '是' : '否') }))] })),
  'XLSX，表头少见的叫法': () =>
    xlsx('disaster-relief', lay(relief, { columns: [{ head: ['项目序号'], of: (_r, i) => String(i + 1) }, renamed(level1, '事项大类'), renamed(level2, '事项小类'), renamed(content, '应公开的主要内容'), renamed(basis, '公开的政策法规依据'), renamed(deadline, '公开的时间要求'), renamed(subject, '公开主体（牵头单位）'), renamed(channels, '主要公开渠道'), { head: ['公开的对象范围'], of: r => r.audience }, { head: ['公开方式（主动/依申请）'], of: r => r.mode }, { head: ['公开层级（县/乡）'], of: r => r.levels.join('、') }, { head: ['监督方式'], of: () => '电话' }] })),
  'ODT，合并的格、换行': async () => ({ field: 'disaster-relief', file: '目录.odt', bytes: odtOf(lay(relief, { columns: national, above: [title('disaster-relief')], merged: [1] })) }),
  'ODS，合并的格、换行': async () => ({ field: 'safety-production', file: '目录.ods', bytes: odsOf(lay(safety, { columns: national, above: [title('safety-production')], merged: [1] })) }),
  '最后几行没有了，最后一行断在半句': async () => {
    const rows = relief.slice(0, 13)
    const sheet = lay(rows, { columns: national })
    const end = sheet.rows.at(-1)!
    end.splice(3, end.length - 3, '自然灾害救助（6类）的救助对象、申报材料、办理程', ...Array.from({ length: end.length - 4 }, () => ''))
    return { ...(await xlsx('disaster-relief', sheet)), rows, lacks: ['basis', 'deadline', 'subject', 'ticked', 'audience', 'mode', 'levels', 'content'], missing: ['JZ-ZC-04', 'JZ-JH-03', 'JZ-JH-04', 'JZ-JH-05', 'JZ-KW-01'], notProven: ['JZ-ZC-08', 'JZ-KW-02', 'JZ-DT-01', 'JZ-DT-02'] }
  },
  '工作簿里每个一级事项一张工作表，没有一级事项列': async () =>
    ({ field: 'disaster-relief', file: '救灾.xlsx', bytes: await xlsxOf(...classes.map(c => ({ name: c, ...lay(relief.filter(r => r.level1 === c), { columns: withoutClass }) }))) }),
  'DOCX，表头是一张表，内容是下一张': async () => {
    const sheet = lay(relief, { columns: national })
    return docx('disaster-relief', { rows: sheet.rows.slice(0, 2), merges: sheet.merges.filter(m => m.endRow < 2) }, { rows: sheet.rows.slice(2), merges: [] })
  },
  'DOCX，续表第一行的一级事项空着': () =>
    docx('disaster-relief', ...[[0, 8], [8, 20]].map(([a, b], i) => {
      const sheet = lay(relief.slice(a, b), { columns: national })
      if (i > 0) for (let r = 2; sheet.rows[r]![1] === '备灾管理'; r++) sheet.rows[r]![1] = ''
      return sheet
    })),
  'XLSX，渠道一个表头占两列': async () => {
    const half = (r: HardRow, n: number) => boxesOf(r).split(' ').slice(n * 6, n === 0 ? 6 : undefined).join('\n')
    const sheet = lay(relief, { columns: [order, level1, level2, content, basis, deadline, subject, { head: ['公开渠道和载体'], of: r => half(r, 0) }, { head: ['-'], of: r => half(r, 1) }, everyone, particular, proactive, onRequest, county, township] })
    sheet.rows[0]![8] = ''
    return xlsx('disaster-relief', { rows: sheet.rows, merges: [...sheet.merges.filter(m => m.startCol !== 7 && m.startCol !== 8), { startRow: 0, endRow: 1, startCol: 7, endCol: 8 }] })
  },
  'XLSX，勾选的格里写着字': () =>
    xlsx('disaster-relief', lay(relief, { columns: [order, level1, level2, content, basis, deadline, subject, channels, { ...everyone, of: r => flags.everyone(r) && '全社会' }, { ...particular, of: r => flags.particular(r) && '√受灾群众' }, { ...proactive, of: r => flags.proactive(r) && '主动' }, onRequest, { ...county, of: r => flags.county(r) && '县级' }, { ...township, of: r => flags.township(r) && '√（各乡镇、街道）' }] })),
  'XLSX，方框丢了符号字体，成了R和£': () =>
    xlsx('safety-production', lay(safety, { columns: [order, level1, level2, content, basis, deadline, subject, { ...channels, of: r => boxesOf(r).replaceAll('■', 'R').replaceAll('□', '£') }, ...([['everyone', everyone], ['particular', particular], ['proactive', proactive], ['onRequest', onRequest], ['county', county], ['township', township]] as const).map(([k, c]): Column => ({ head: c.head, of: r => (flags[k](r) ? 'R' : '£') }))] })),
  'XLSX，县级、市级两列，乡级、村级两列': () =>
    xlsx('disaster-relief', lay(relief, { columns: [order, level1, level2, content, basis, deadline, subject, channels, everyone, particular, proactive, onRequest, renamed(county, '公开层级', '市级'), { ...county, of: () => '' }, { ...township, of: () => '' }, renamed(township, '公开层级', '村级')] })),
  'XLSX，每个一级事项只一行，没有二级事项': async () => {
    const rows = classes.map((c): HardRow => {
      const own = relief.filter(r => r.level1 === c)
      return { ...own[0]!, level2: '', content: own.map((r, n) => `${n + 1}.${r.content.replaceAll('\n', '')}`).join('\n'), deadline: '信息产生、变更之日起20个工作日内公开,保持长期公开(法律法规对公开期限另有规定的应从其规定)', codes: own.flatMap(r => r.codes), verdicts: condensed(own) }
    })
    return { ...(await xlsx('disaster-relief', lay(rows, { columns: [order, renamed(level1, '公开事项'), content, basis, deadline, subject, channels, { head: ['公开对象'], of: r => r.audience }, { head: ['公开方式'], of: () => '主动公开' }] }))), rows, lacks: ['levels'] }
  },
} // prettier-ignore

/** 20 working days against each national limit: only 预警信息 (at once) is stricter there. */
const condensed = (rows: readonly HardRow[]): HardRow['verdicts'] =>
  Object.fromEntries(
    rows.flatMap(r =>
      r.codes.map(c => {
        const national = guidelineOf('disaster-relief').items.find(i => i.code === c)!.deadlineRule?.kind
        return [
          c,
          national === 'workingDays' ? 'same' : national === 'immediately' ? 'looser' : 'notComparable',
        ]
      }),
    ),
  )

const boxLines = (r: HardRow) => [boxesOf(r).slice(0, boxesOf(r).indexOf('□政府公报')), boxesOf(r).slice(boxesOf(r).indexOf('□政府公报'))].map(t => t.trim()) // prettier-ignore

export type Judged = {
  readonly pairs: { right: number; wrong: string[]; lost: string[] }
  readonly verdicts: { right: number; wrong: string[] }
  readonly missing: { wrong: string[]; lost: string[] }
  readonly notProven: { wrong: string[]; lost: string[] }
  readonly added: { wrong: string[]; lost: string[] }
  readonly elements: { right: number; wrong: string[] }
}

const apart = (found: readonly string[], wanted: readonly string[]) => ({
  wrong: found.filter(f => !wanted.includes(f)),
  lost: wanted.filter(w => !found.includes(w)),
})
const bare = (text: string | null) => (text ?? '').normalize('NFKC').replace(/\s/g, '')

/** A reading against the truth: pairs of row and national item, limits, missing, added, and the elements of each row. */
export function judge(reading: CatalogReading, hard: HardFile): Judged {
  const guideline = guidelineOf(hard.field)
  const rows = hard.rows ?? hardRows[hard.field]
  const own = reading.tables.filter(t => t.field === guideline.field).flatMap(t => t.items)
  const items = reading.field === null && own.length > 0 ? own : reading.items
  const found = new Matcher(guideline).match(items)
  const check = checkAgainst(
    items.map((i, n) => ({ ...i, row: n + 1 })),
    guideline,
    guideline.field,
  )
  const nameOf = (i: { level2: string | null; level3: string | null }) => bare(i.level3 || i.level2)
  const told = items.flatMap((i, n) => (found[n]?.codes ?? []).map(c => `${nameOf(i)} ${c}`))
  const pairs = apart(told, rows.flatMap(r => r.codes.map(c => `${nameOf(r)} ${c}`))) // prettier-ignore
  const verdicts = check.deadlines.map(d => `${nameOf(items[d.row - 1]!)} ${d.code} ${d.verdict}`)
  const wanted = rows.flatMap(r => r.codes.map(c => `${nameOf(r)} ${c} ${r.verdicts[c]}`))
  const elements = { right: 0, wrong: [] as string[] }
  for (const r of rows) {
    const item = items.find(i => nameOf(i) === nameOf(r) && (r.level2 !== '' || i.level1 === r.level1))
    for (const [element, isSame] of Object.entries({
      level1: () => bare(item!.level1) === bare(r.level1),
      content: () => bare(item!.content) === bare(r.content),
      basis: () => (item!.basis ?? []).map(bare).join() === r.basis.map(bare).join(),
      deadline: () => bare(item!.deadline) === bare(r.deadline),
      subject: () => bare(item!.subject) === bare(r.subject),
      ticked: () => (item!.channels ?? []).filter(c => c.preselected).map(c => c.name).toSorted().join() === [...r.ticked].toSorted().join(), // prettier-ignore
      audience: () => item!.audience === r.audience,
      mode: () => item!.mode === r.mode,
      levels: () => (item!.levels ?? []).join() === r.levels.join(),
    })) {
      if (hard.lacks?.includes(element as keyof HardRow)) continue
      if (item && isSame()) elements.right++
      else elements.wrong.push(`${r.level2} ${element}`)
    }
  }
  const truth = hardTruth[hard.field]
  return {
    pairs: { right: told.length - pairs.wrong.length, ...pairs },
    verdicts: {
      right: verdicts.filter(v => wanted.includes(v)).length,
      wrong: apart(verdicts, wanted).wrong,
    },
    missing: apart(check.missing, hard.missing ?? truth.missing),
    notProven: apart(check.notProven, hard.notProven ?? truth.notProven),
    added: apart(check.added.map(a => nameOf(items[a.row - 1]!)), rows.filter(r => r.codes.length === 0).map(nameOf)), // prettier-ignore
    elements,
  }
}
