/** 公开属性: chosen on the drafting form, marked after the date of writing (390号文 四(一)1 and 5). */

export type Attribute = 'proactive' | 'on-request' | 'withheld'

export type AttributeEntry = {
  value: Attribute
  /** 主动公开. */
  name: string
  /** The label printed after the date of writing: 此件公开发布. */
  label: string
  /** What choosing it means, for the drafter. */
  meaning: string
  /** Clauses of the choice and of the label. */
  clauses: readonly string[]
}

export const attributes: readonly AttributeEntry[] = [
  {
    value: 'proactive',
    name: '主动公开',
    label: '此件公开发布',
    meaning: '印发之日起20个工作日内由本机关向社会公布。',
    clauses: ['390号/四(一)1', '390号/四(一)5', '条例/13(2)', '条例/19', '条例/26'],
  },
  {
    value: 'on-request',
    name: '依申请公开',
    label: '此件依申请公开',
    meaning: '不主动公布；有人申请时，除依法不予公开的内容外，应当提供。每年复查一次。',
    clauses: ['390号/四(一)1', '390号/四(一)5', '390号/四(一)4', '条例/13(2)', '条例/27'],
  },
  {
    value: 'withheld',
    name: '不予公开',
    label: '此件不公开',
    meaning: '须写明法定依据和理由，发文前经公开机构审查；每年复查一次，情势变化可以公开的应当公开。',
    clauses: [
      '390号/四(一)2',
      '390号/四(一)3',
      '390号/四(一)4',
      '390号/四(一)5',
      '条例/14',
      '条例/15',
      '条例/16',
      '条例/18',
    ],
  },
]

/** Labels that one body uses instead of the three of 390号文: （信息公开形式：主动公开） of Shanghai. */
export type LabelOverrides = Partial<Record<Attribute, string>>

const byValue = new Map<string, AttributeEntry>(attributes.map(one => [one.value, one]))

export function isAttribute(value: string): value is Attribute {
  return byValue.has(value)
}

/** The entry of an attribute. Throws for another word. */
export function attributeOf(value: Attribute): AttributeEntry {
  const found = byValue.get(value)
  if (found === undefined) throw new Error(`公开属性只有主动公开、依申请公开、不予公开三种，没有“${value}”。`)
  return found
}

/** 主动公开, 依申请公开, 不予公开. */
export function attributeName(value: Attribute): string {
  return attributeOf(value).name
}

/** The label text without brackets: the body's own where it has one, else that of 390号文 四(一)5. */
export function labelFor(value: Attribute, overrides: LabelOverrides = {}): string {
  const own = overrides[value]?.trim() ?? ''
  return own === '' ? attributeOf(value).label : own
}

/** The label as the 附注 line below the date of writing: in round brackets (GB/T 9704—2012 7.3.6). */
export function labelLine(value: Attribute, overrides: LabelOverrides = {}): string {
  return `（${labelFor(value, overrides)}）`
}

/** What is wrong with a body's own labels, all at once; empty when they can be used. */
export function labelReasons(overrides: LabelOverrides): string[] {
  const reasons: string[] = []
  for (const one of attributes) {
    const own = overrides[one.value]?.trim() ?? ''
    if (own === '') continue
    if (own.length > 20) reasons.push(`${one.name}的标注“${own.slice(0, 20)}……”过长，最多20个字。`)
    if (/[（）()\n]/.test(own))
      reasons.push(`${one.name}的标注“${own.slice(0, 20)}”里不要写括号和换行，排版时会自动加圆括号。`)
  }
  const labels = attributes.map(one => labelFor(one.value, overrides))
  if (new Set(labels).size < labels.length) reasons.push('三种公开属性的标注不能相同，否则看不出文件的属性。')
  return reasons
}

const labelWords: readonly (readonly [pattern: RegExp, value: Attribute])[] = [
  [/依申请公开/, 'on-request'],
  [/(?:不予?公开|不宜公开)/, 'withheld'],
  [/(?:公开发布|主动公开)/, 'proactive'],
]

/**
 * The attribute that a label found in a document states: 此件公开发布, （信息公开形式：主动公开）, 此件依申请公开… null when the line is
 * no label. Lines longer than 30 characters are body text.
 */
export function attributeOfLabel(line: string): Attribute | null {
  const text = line.replaceAll(/[\s（）()【】[\]]/g, '')
  if (text.length > 30 || !/^(?:此件|本件|信息公开(?:形式|属性|选项|类别)|公开(?:形式|属性|方式))/.test(text))
    return null
  return labelWords.find(([pattern]) => pattern.test(text))?.[1] ?? null
}
