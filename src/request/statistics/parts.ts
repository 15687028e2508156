import { z } from 'zod'

/** The six parts of 年度报告 (国办公开办函〔2021〕30号), titles fixed; what is written of them. Pure. */

export const partTitles = [
  '一、总体情况',
  '二、主动公开政府信息情况',
  '三、收到和处理政府信息公开申请情况',
  '四、政府信息公开行政复议、行政诉讼情况',
  '五、存在的主要问题及改进情况',
  '六、其他需要报告的事项',
] as const

/** Texts that are written; the first part has five heads that may not be left out (条例第五十条). */
export const writtenParts = {
  preamble: '引言',
  proactive: '（一）主动公开',
  request: '（二）依申请公开',
  management: '（三）政府信息管理',
  platform: '（四）政府信息公开平台建设',
  supervision: '（五）监督保障',
  problems: '五、存在的主要问题及改进情况',
  other: '六、其他需要报告的事项',
} as const
export type WrittenPart = keyof typeof writtenParts
export const writtenKeys = Object.keys(writtenParts) as WrittenPart[]

export type Parts = { readonly [P in WrittenPart]?: string }
export const partsSchema = z.partialRecord(
  z.enum(writtenKeys as [WrittenPart, ...WrittenPart[]]),
  z.string().trim().max(20_000, '每一部分最多20000个字。'),
)

export type PartFigures = {
  readonly body: string
  readonly year: number
  readonly contact: string
  readonly received: number
  readonly carried: number
  readonly decided: number
  readonly open: number
  readonly reviews: number
  readonly suits: number
  readonly fee: number
}

/** What stands in a part where nothing was written yet: the figures in words, the rest to be written. */
export function draftParts(f: PartFigures): Required<Parts> {
  return {
    preamble: `本报告按照《中华人民共和国政府信息公开条例》第五十条和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制，数据统计期限为${f.year}年1月1日至${f.year}年12月31日。如对本报告有疑问，请与${f.body}联系${f.contact ? `（${f.contact}）` : ''}。`,
    proactive: '',
    request: `${f.year}年，本机关新收政府信息公开申请${f.received}件，上年结转${f.carried}件，办结${f.decided}件，结转下年度继续办理${f.open}件。因政府信息公开引起的行政复议${f.reviews}件、行政诉讼${f.suits}件。`,
    management: '',
    platform: '',
    supervision: '',
    problems: '',
    other:
      f.fee > 0
        ? `${f.year}年，本机关依照《政府信息公开信息处理费管理办法》收取信息处理费${f.fee}元。`
        : `${f.year}年，本机关没有收取政府信息公开信息处理费。没有其他需要报告的事项。`,
  }
}

/** Where the text of （二）依申请公开 says other numbers than the tables: a text once written does not follow the record. */
export function numbersTold(text: string, f: PartFigures): string[] {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '')
  const said: readonly (readonly [string, RegExp, number])[] = [
    ['新收', /新收[^0-9。;]*?(\d+)件/, f.received],
    ['上年结转', /上年结转[^0-9。;]*?(\d+)件/, f.carried],
    ['办结', /办结[^0-9。;]*?(\d+)件/, f.decided],
    ['结转下年度', /结转下年度[^0-9。;]*?(\d+)件/, f.open],
    ['行政复议', /行政复议[^0-9。;]*?(\d+)件/, f.reviews],
    ['行政诉讼', /行政诉讼[^0-9。;]*?(\d+)件/, f.suits],
  ]
  return said.flatMap(([name, pattern, counted]) => {
    const written = pattern.exec(plain)?.[1]
    return written === undefined || Number(written) === counted
      ? []
      : [`“（二）依申请公开”里写的${name}是${written}件，表里算出的是${counted}件，请核对后改写。`]
  })
}

export function missingParts(parts: Parts): string[] {
  return writtenKeys.filter(key => !parts[key]?.trim()).map(key => `“${writtenParts[key]}”还没有写。`)
}
