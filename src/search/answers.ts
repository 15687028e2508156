import { compact } from '#kit/segment.ts'
import type { RecordBody } from '#record/model.ts'

/** What a reader may mean that is no publication: how a body is reached, who leads it, what can be done on this site. */
export const topicNames = [
  'contact',
  'leaders',
  'report',
  'danger',
  'apply',
  'progress',
  'guide',
  'system',
  'annual',
  'site-report',
  'alerts',
  'mistake',
  'subscribe',
  'receipt',
  'privacy',
  'service',
] as const
export type Topic = (typeof topicNames)[number]

export type Meant = {
  /** Those named, the one in whose pages the search stands; at most a few. */
  readonly bodies: readonly RecordBody[]
  /** Of any body, where none is named. */
  readonly topics: readonly Topic[]
}

/** By any of the first a topic is named; the second may stand beside them and say nothing of their own. */
const words: Readonly<Record<Topic, readonly [named: string, beside?: string]>> = {
  contact: [
    '联系电话|联系方式|办公电话|电话号码|咨询电话|电话|座机|号码|热线|地址|在哪里|在哪儿|在哪|位置|怎么走|邮编|邮政编码|邮箱|传真|办公时间|工作时间|上班时间|上班|下班|几点开门|人工服务|人工客服|人工|客服',
    '办公室|办公|时间|几点|公开|联系|咨询|周末',
  ],
  leaders: [
    '局领导|厅领导|部领导|领导班子|领导分工|领导信息|领导|局长|副局长|厅长|副厅长|部长|副部长|一把手|负责人|主要负责人|分管负责人',
    '名单|姓名|分工|简历|介绍|信息|现任|叫什么名字|叫什么|名字|电话',
  ],
  report: [
    '12350|举报电话|举报|投诉|检举|信访',
    '安全生产|安全|隐患|事故|违法|电话|热线|平台|中心|网上|在线|入口',
  ],
  danger: ['119|110|120|报警|火警|急救|应急电话|值班电话|报警电话', '电话|24小时|应急|值班'],
  apply: ['依申请公开|申请公开|信息公开申请|申请信息公开', '政府信息|网上|在线|入口|表|表格|流程|申请|办理'],
  progress: ['申请进度|查询进度|查进度|办理进度|进度查询|查询码|回执编号', '依申请公开|信息公开|查询|申请'],
  guide: ['公开指南|信息公开指南', '政府信息|政务'],
  system: ['公开制度|信息公开制度', '政府信息|政务'],
  annual: ['年报|年度报告', '政府信息公开|信息公开|政务公开|工作|20\\d\\d年度?|20\\d\\d'],
  'site-report': ['网站年度报表|网站工作年度报表|网站年报|工作年度报表', '政府|20\\d\\d年度?'],
  alerts: ['应急响应|响应级别|应急响应级别', '当前|现在|最新|启动|级别|几级'],
  mistake: ['找错|纠错|网站找错|我为政府网站找错', '本站|页面|错误'],
  subscribe: ['订阅|邮件订阅|rss|推送', '邮件|更新|信息'],
  receipt: ['核对回执|公文真伪|验真|真伪|发布回执', '公文|文件|核对|查询|回执'],
  privacy: ['隐私|隐私声明|个人信息保护', '声明|政策'],
  service: ['办事|办事大厅|政务服务|网上办事|办事指南', '大厅|服务|入口|网上'],
}

/** What bodies of this kind are called, and words that ask. */
const general =
  '应急管理局|应急管理厅|应急管理部|应急管理办公室|应急局|应急厅|应急部|安监局|安监厅|安全生产监督管理局|局里|本局|你们|贵局|机关|单位|部门|政府|省|市|县|区'
const asking =
  '请问|怎么样|怎么|怎样|如何|什么|多少|是谁|谁是|谁|哪里|哪个|哪些|哪|查询|查看|查|看|找|打|给|的|是|有|吗|呢|啊|在|我要|我想|想|要|和|与'

const matcher = (alternatives: string) =>
  // The longest of several that begin alike.
  new RegExp(
    alternatives
      .split('|')
      .sort((a, b) => b.length - a.length)
      .join('|'),
    'g',
  )
const topics = topicNames.map(name => {
  const [named, beside] = words[name]
  return {
    name,
    named: matcher(named),
    all: matcher([named, beside, general, asking].filter(Boolean).join('|')),
  }
})
const around = matcher(`${general}|${asking}`)

/** What people call a body: its names, and the place in them where that says which one is meant. */
function namesOf(body: RecordBody): string[] {
  const place = /^(.{2,}?)(?:应急|安全|安监)/.exec(body.name)?.[1] ?? ''
  const short = place.replace(/(?:省|市|县|区|自治州|自治县|自治区)$/, '')
  return [body.name, body.shortName, place, short].map(compact).filter(name => [...name].length >= 2)
}

type Known = readonly (readonly [name: string, bodies: readonly RecordBody[]])[]
const knownTo = new WeakMap<readonly RecordBody[], Known>()

/** Every name that some body goes by, longest first; worked out once for a list of bodies, of which there are thousands. */
function knownNames(all: readonly RecordBody[]): Known {
  const kept = knownTo.get(all)
  if (kept) return kept
  const byName = new Map<string, RecordBody[]>()
  for (const body of all)
    for (const name of namesOf(body)) {
      const same = byName.get(name)
      if (same) same.push(body)
      else byName.set(name, [body])
    }
  const known = [...byName].sort(([a], [b]) => b.length - a.length)
  knownTo.set(all, known)
  return known
}

const mostBodies = 3

/**
 * What a query means besides publications; null where it means anything else as well: every word of it must be understood, so that
 * no answer stands above hits that it has nothing to do with. `here`: the body in whose pages is searched.
 */
export function meantBy(typed: string, all: readonly RecordBody[], here: RecordBody | null): Meant | null {
  const text = compact(typed)
  if (text.length < 2 || text.length > 40) return null
  let rest = text
  const named = new Map<number, RecordBody>()
  for (const [name, same] of knownNames(all)) {
    if (!rest.includes(name) && !(text.includes(name) && same.some(body => named.has(body.id)))) continue
    rest = rest.replaceAll(name, ' ')
    if (same.length <= mostBodies) for (const one of same) named.set(one.id, one)
  }
  const bodies = named.size > 0 && named.size <= mostBodies ? [...named.values()] : here ? [here] : []
  const meant = topics
    .filter(t => rest.search(t.named) >= 0 && rest.replace(t.all, '').trim() === '')
    .map(t => t.name)
  if (meant.length > 0) return { bodies, topics: meant.slice(0, 3) }
  return named.size > 0 && rest.replace(around, '').trim() === '' ? { bodies, topics: [] } : null
}
