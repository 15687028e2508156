import type { Hit } from '../hit.ts'

const basis = '条例/15'
const number = '(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4})'
const component = new RegExp(
  `第?${number}\\s?(号院|号楼|村民小组|村民组|居民组|小组|单元|号|幢|栋|座|弄|巷|楼|层|组|社|队|室|户|房|#)|[0-9]{1,3}(?:[-－—][0-9]{1,4}){1,3}()`,
  'gu',
)
const placeWord =
  /(?:省|自治区|市|县|区|旗|镇|乡|街道|街|路|道|巷|里|弄|村|屯|庄|寨|堡|湾|坪|沟|社区|小区|新村|苑|园|院|公寓|宿舍|家属楼)/u
const homeBefore =
  /(?:小区|家属院|家属楼|公寓|花园|花苑|宿舍|新村|社区|嘉园|家园|苑|城|府|院|湾|居)[东西南北中ABCD]?区?$/u
const villageBefore = /(?:村|屯|庄|寨|堡|湾|坪|沟|社区|嘎查|组)(?:民)?(?:委会)?$/u
/** Words of an office, a firm or a hall: their addresses are published. */
const office =
  /局|委员会|办公|政府|大厦|大楼|中心|广场|商务|公司|厂区|厂房|医院|学校|银行|宾馆|酒店|会议|大厅|窗口|写字楼|科技园|产业园|工业园|开发区|机关|法院|检察院|派出所|支队|大队|车间|仓库|门面|商铺|门市/u
const officeBefore =
  /(?:办公|单位|通讯|通信|联系|邮寄|邮政|受理|注册|经营|营业|公司|机构|场所|生产|报名|办理|送达|企业|法定)(?:地址|地点|场所|住所)?[：:为是在]?\s?[^。；\n]{0,30}$|(?:^|[，。；\s])(?:地址|地点|住所|住所地)[：:]\s?[^。；\n]{0,30}$/u
const homeWord =
  /(?:家庭住址|家庭地址|居住地|居住地址|居住在|现住|现居|户籍地|户籍地址|户籍所在地|家住|住址|户口所在地)[^。；\n]{0,40}$/u

type Piece = { from: number; to: number; unit: string }

const reach = 40
/** What cannot stand inside an address. */
const stop = /[，。；：、？！“”《》【】\n\t,;:?!"|]/

/**
 * Homes down to the door: …路88号院3号楼2单元501室, …村3组12号, …小区3-2-501. Addresses of offices and firms are left alone.
 * Each chain of numbers looks back at most 40 characters.
 */
export function addressHits(text: string): Hit[] {
  const hits: Hit[] = []
  for (const chain of chains(text)) {
    const first = chain[0]!
    const last = chain.at(-1)!
    let start = first.from
    while (start > 0 && first.from - start < reach && !stop.test(text[start - 1]!)) start--
    const before = text.slice(start, first.from)
    if (!placeWord.test(before)) continue
    const kind = homeKind(chain, before, text)
    if (kind === null) continue
    const lead = text.slice(Math.max(0, start - 24), start)
    const stretch = text.slice(start, last.to) + text.slice(last.to, last.to + 6).split(stop)[0]!
    const isHome = homeWord.test(lead + before)
    if (!isHome && (office.test(stretch) || officeBefore.test(lead + before))) continue
    start += beforeAddress(before)
    hits.push({
      start,
      end: last.to,
      tier: isHome || kind === 'home' ? 'A' : 'B',
      kind: 'address',
      message:
        isHome || kind === 'home'
          ? '出现个人住址到门牌号。公开前须删去或遮盖，一般到村、街道为止。'
          : '地址写到了房间号，请核对是不是个人住址；是的，须删去或遮盖。',
      masked: `${text.slice(start, first.from)}***`,
      basis,
    })
  }
  return hits
}

/** Numbers with their units that follow one another closely. */
function chains(text: string): Piece[][] {
  const all: Piece[][] = []
  let chain: Piece[] = []
  for (const match of text.matchAll(component)) {
    const piece = { from: match.index, to: match.index + match[0].length, unit: match[1] ?? '-' }
    const last = chain.at(-1)
    const between = last ? text.slice(last.to, piece.from) : ''
    if (last && (between.length > 10 || /[^\p{Script=Han}A-Za-z\s（）()·-]/u.test(between))) {
      all.push(chain)
      chain = []
    }
    chain.push(piece)
  }
  if (chain.length > 0) all.push(chain)
  return all
}

function homeKind(chain: readonly Piece[], before: string, text: string): 'home' | 'room' | null {
  const units = chain.map(p => p.unit)
  const last = units.at(-1)!
  const tight = before.trim()
  // 12-3-501 behind the name of a housing estate.
  if (last === '-')
    return homeBefore.test(tight) &&
      /^\d{1,3}(?:\D\d{1,4}){2,}$|^\d{1,3}\D\d{3,4}$/.test(text.slice(chain.at(-1)!.from, chain.at(-1)!.to))
      ? 'home'
      : null
  if (units.includes('单元') && /^(?:室|户|号|单元|房|楼|层)$/.test(last))
    return units.length >= 2 || homeBefore.test(tight) ? 'home' : null
  const isGroup = units.some(u => /组$|^[社队]$/.test(u))
  if (isGroup && /^(?:号|户|室)$/.test(last) && units.length >= 2 && /[村屯庄寨堡湾坪沟镇乡区]/.test(before))
    return 'home'
  if (units.length === 1 && last === '号' && villageBefore.test(tight)) {
    // 高庄村1号矿井, 柳湾2号隧道: a thing with a number, not a house.
    return /^[\s]*(?:$|[，。；：、）)（(]|的?家|居民|村民|农户|住户|[男女])/.test(
      text.slice(chain[0]!.to, chain[0]!.to + 4),
    ) && /[省市县区镇乡]/.test(before)
      ? 'home'
      : null
  }
  if (/^(?:室|户|房)$/.test(last)) {
    if (units.length < 2 && !homeBefore.test(tight)) return null
    if (
      homeBefore.test(tight) ||
      units.includes('号院') ||
      units.includes('号楼') ||
      units.includes('幢') ||
      units.includes('栋')
    )
      return 'home'
    return units.some(u => u === '号' || u === '弄' || u === '座') ? 'room' : null
  }
  return null
}

const leadIn =
  /^.*(?:家庭住址|家庭地址|居住地址|居住地|居住在|现居住|现住|现居|户籍所在地|户籍地址|户籍地|户口所在地|家住|住址|住在|住|位于|地址)[为是在：:]?\s?/u

/** How many characters of the sentence stand before the address itself. */
function beforeAddress(before: string): number {
  const lead = leadIn.exec(before)?.[0].length ?? 0
  const rest = before.slice(lead)
  const skip = lead + (/^\s*/.exec(rest)?.[0].length ?? 0)
  return placeWord.test(before.slice(skip)) ? skip : (/^\s*/.exec(before)?.[0].length ?? 0)
}
