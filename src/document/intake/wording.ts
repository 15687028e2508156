/** How the parts of an official document look, line by line. Sources: 条例 2012 第九条, GB/T 9704—2012, and the five source documents. */
import { datePattern } from './dates.ts'
import type { Attribute } from '../model.ts'

/** Text without any white space; how two spellings of a title are compared. */
export const compact = (text: string): string => text.replace(/\s+/g, '')

/** Blanks of every kind become plain ones, and none is left at the ends. */
export const readable = (text: string): string =>
  text
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/[\u00a0\u2002\u2003]/g, ' ')
    .trim()

/** Removes the blanks that a line break leaves between two Chinese characters; keeps those around Latin words and figures. */
export function closeUp(text: string): string {
  const wide = '[\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uff60“”‘’—…]'
  return text
    .replace(new RegExp(`(?<=${wide})\\s+(?=${wide})`, 'gu'), '')
    .replace(/\s+/g, ' ')
    .trim()
}

const bodySuffix =
  '(?:部|厅|局|委|委员会|办|办公室|办公厅|政府|院|署|行|中心|总队|支队|大队|指挥部|领导小组|处|科|司|会|公司|集团|站|所|校|学院|团|社|党组|党委|管委|联席会议|兵团|基地|分局|协会|总局|机关|机构|单位)'

const bodyName = new RegExp(`^[\\p{Script=Han}（）()·、0-9A-Za-z]{2,48}${bodySuffix}?$`, 'u')
const bodyEnd = new RegExp(`${bodySuffix}$`, 'u')

/** Bodies named in a signature line: separated by blanks, or one name with its characters spread out. Empty where the line is not such. */
export function bodiesIn(line: string): string[] {
  const text = line.replace(/[（(]\s*(?:印\s*章|公\s*章|盖\s*章|印|章)\s*[）)]/g, '').trim()
  if (text === '' || text.length > 120 || /[。；：，！？:;!?]/.test(text)) return []
  const pieces = text.split(/\s+/)
  const spread = pieces.length > 2 && pieces.every(p => [...p].length === 1)
  const names = spread ? [pieces.join('')] : pieces
  return names.every(n => bodyName.test(n) && bodyEnd.test(n) && !/^(?:附件|关于)/.test(n)) ? names : []
}

/** 令 and 议案 are signed by a person: 部长 王某某. */
export const isPersonalSignature = (line: string): boolean =>
  /^(?:[\p{Script=Han}]{0,12})(?:部\s*长|厅\s*长|局\s*长|主\s*任|省\s*长|市\s*长|县\s*长|区\s*长|州\s*长|乡\s*长|镇\s*长)\s+\p{Script=Han}\s?\p{Script=Han}{1,3}$/u.test(
    line.trim(),
  )

/** The fifteen kinds of 《党政机关公文处理工作条例》第八条. */
export const documentKinds = '决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要'
const otherKinds =
  '办法|规定|细则|方案|指引|要点|目录|预案|规划|计划|制度|规程|规则|标准|清单|指南|条例|章程|答复|说明|总结|公示|名单|安排|措施|规范|纲要|通则|解读|预算|决算|手册|须知|流程|表|书'
const suffix = '(?:[（(〔][^（）()]{1,24}[）)〕])?'

/** “…的通知”: nothing can follow but a bracket. */
export const endsStrong = (title: string): boolean =>
  new RegExp(`(?:的|^)\\s*复?(?:${documentKinds})${suffix}$`, 'u').test(title) && isClosed(title)
/** “…要点”: probably the end. */
export const endsWeak = (title: string): boolean =>
  new RegExp(`(?:${documentKinds}|${otherKinds})${suffix}$`, 'u').test(title) && isClosed(title)

function isClosed(title: string): boolean {
  const count = (c: string) => title.split(c).length
  return count('《') === count('》') && count('（') === count('）') && count('“') === count('”')
}

const chineseFigure = '[一二三四五六七八九十百零〇]'
export const chapterMarker = new RegExp(
  `^第\\s*${chineseFigure}{1,4}\\s*[章编](?=\\s|　|$|\\p{Script=Han})`,
  'u',
)
export const sectionMarker = new RegExp(`^第\\s*${chineseFigure}{1,4}\\s*节`, 'u')
export const articleMarker = new RegExp(`^第\\s*(?:${chineseFigure}{1,6}|\\d{1,4})\\s*条`, 'u')
export const firstMarker = new RegExp(`^${chineseFigure}{1,4}\\s*、`, 'u')
export const secondMarker = new RegExp(`^[（(]\\s*${chineseFigure}{1,4}\\s*[）)]`, 'u')
export const thirdMarker = /^[0-9０-９]{1,3}\s*(?:[.．、](?![0-9０-９])|[)）])/u
export const fourthMarker = /^(?:[（(]\s*[0-9０-９]{1,3}\s*[）)]|[①-⑳])/u

/** Begins with a number of its own: 一、（一）1.（1）① 第一条. */
export const hasMarker = (text: string): boolean =>
  [chapterMarker, sectionMarker, articleMarker, firstMarker, secondMarker, thirdMarker, fourthMarker].some(
    m => m.test(text),
  )

/** Could this line be (a piece of) a title? */
export function isTitleLike(text: string): boolean {
  if (text === '' || text.length > 120) return false
  if (/[。；;：:，,！!？?]$/.test(text) || /[。；]/.test(text)) return false
  return !hasMarker(text) && !isDateLine(text) && !attachmentsStart.test(text)
}

export const attachmentsStart = /^附\s*件\s*[:：]/
/** A line that opens an attached text: 附件, 附件1, 附件 2. */
export const attachmentMark = /^附\s*件\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?$/

const dateLine = new RegExp(`^(?:${datePattern})(?:\\s*[（(](?:印章|公章|盖章|印|章)[）)])?$`, 'u')
export const isDateLine = (text: string): boolean => dateLine.test(text.trim())

/** 题注 under a title: （2019年5月30日应急管理部第5次部务会议通过）. */
export const isTitleNote = (text: string): boolean =>
  new RegExp(`^[（(]\\s*${datePattern}[^（）()]{0,200}[）)]$`, 'u').test(text.trim())

const words: Record<string, Attribute> = {
  公开发布: 'proactive',
  主动公开: 'proactive',
  公开: 'proactive',
  依申请公开: 'on-request',
  不公开: 'withheld',
  不予公开: 'withheld',
}

const labelLine =
  /^[（(]?\s*(?:此件|(?:政府)?信息公开(?:形式|属性|类别|方式)\s*[:：]|公开(?:属性|形式|方式|类别)\s*[:：])\s*(公开发布|主动公开|依申请公开|不予公开|不公开|公开)\s*[）)]?$/

/** The openness label when the line is one and nothing else; running text that quotes it is not. */
export function readLabel(line: string): { text: string; attribute: Attribute } | null {
  const text = line.trim()
  const match = labelLine.exec(text)
  const attribute = match?.[1] ? words[match[1]] : undefined
  return attribute ? { text, attribute } : null
}

/** The attribute a word in a metadata table stands for. */
export const readAttribute = (word: string): Attribute | null => words[word.trim()] ?? null

/** A classification mark (GB/T 9704 7.2.2): 秘密★10年 in any spacing; at the head also without the star. */
export function isClassificationMark(line: string, atHead: boolean): boolean {
  const text = compact(line)
  if (text.length > 60) return false
  if (/^(?:密级[:：])?[（(【\[]?(?:绝密|机密|秘密)[★☆＊*▲].{0,12}$/u.test(text)) return true
  if (!atHead) return false
  if (/(?:绝密|机密|秘密)[★☆＊*]/u.test(text) && !/[。，、“”]/.test(text)) return true
  if (/^密级[:：](?!(?:非密|无|公开|普通|—|-|\/)?$)/u.test(text)) return true
  return /^[（(【\[]?(?:绝密|机密|秘密)(?:\d{1,2}年|\d{1,2}个月|长期|启封前)?[）)】\]]?(?:特急|加急|平急)?$/u.test(
    text,
  )
}

/** 工作秘密 and internal material: 内部资料, 内部事项 注意保管. */
export const isInternalMark = (line: string): boolean =>
  /^[（(【\[]?(?:内部(?:资料|文件|事项|材料|刊物|使用|参阅)?|工作秘密)(?:[，,]?(?:注意保[管存]|不得外传|请勿外传|严禁外传|妥善保管))?(?:★.{0,8})?[】）)\]]?$/u.test(
    compact(line),
  )

export const isUrgencyMark = (line: string): boolean => /^(?:特急|加急|特提|平急|急件)$/.test(compact(line))
export const isCopyNumber = (line: string): boolean => /^(?:№|No\.?|份号[:：]?)?\d{6}$/i.test(compact(line))
/** The name behind 签发人：, or null. */
export const signerOf = (line: string): string | null =>
  /^签\s*发\s*人\s*[:：]\s*(.{0,40})$/.exec(line.trim())?.[1]?.trim() ?? null

/** 发文机关标志: “……文件”. */
export const isLetterhead = (line: string): boolean =>
  /^[\p{Script=Han}（）()·]{3,40}文件$/u.test(compact(line)) && !/关于|印发|《/.test(line)
