import { checkIdNumber, idCheckCharacter, maskIdNumber, maskMobile } from '#law/identity.ts'
import { findPersonalData } from '#law/personalData.ts'
import type { Hit } from '../hit.ts'

const basis = '条例/15'

const messages = {
  idNumber: '出现身份证号（校验码相符）。公开前须删去或遮盖。',
  oldIdNumber: '像是15位的旧身份证号，请核对；是的，公开前须删去或遮盖。',
  brokenIdNumber:
    '像是身份证号但末几位不对（电子表格会把18位数字的末几位变成0），请核对；是的，须删去或遮盖。',
  mobile: '出现手机号码。公开前须删去或遮盖；确需公布联系电话的，请改用办公电话。',
  bankCard: '出现银行卡号（Luhn校验相符）。公开前须删去或遮盖。',
  homePhone: '出现住宅电话。公开前须删去或遮盖。',
  landline: '出现固定电话，前面没有说明是办公电话，请核对。',
  passport: '出现出入境证件号码。公开前须删去或遮盖。',
  plate: '出现车牌号，可以查到车主。没有必要公开的，请遮盖。',
} as const

const amount = /^\s?(?:元|万|亿|千瓦|平方|立方|公里|公顷|亩|吨|人次|人|户|件|%|％|美元|\.\d)/u
const accountWord =
  /(?:卡号|账号|帐号|帐户|账户|银行|开户|收款|打款|汇款|储蓄|存折|一卡通|社保卡)[^。；\n]{0,24}$/u
const officeWord =
  /(?:办公|单位|值班|咨询|举报|投诉|监督|服务|联系|报名|受理|应急|热线|座机|总机|传真|报警|预约)[^。；\n]{0,12}$|(?:电话|传真|热线|Tel|TEL|Fax|FAX)[^。；\n]{0,16}$/u
const homeWord = /(?:家庭|住宅|家里|宅电|个人)[^。；\n]{0,8}$/u

/** BINs of UnionPay begin with 621 to 628; 4, 5 and 3 are schemes that other numbers begin with, too. */
const unionPay = /^62[1-8]/

/** Identity numbers, mobiles, cards, landlines. `offices`: telephone numbers that are known to be of an office, figures only. */
export function numberedHits(text: string, offices: ReadonlySet<string>): Hit[] {
  const hits: Hit[] = []
  const digits = (raw: string) => raw.replaceAll(/[^0-9０-９]/g, '')
  for (const found of findPersonalData(text)) {
    const { at, raw, masked } = found
    const before = text.slice(Math.max(0, at - 40), at)
    const after = text.slice(at + raw.length, at + raw.length + 4)
    const place = { start: at, end: at + raw.length, masked, basis }
    if (found.kind === 'idNumber')
      hits.push({
        ...place,
        tier: found.certain ? 'A' : 'B',
        kind: 'idNumber',
        message: found.certain ? messages.idNumber : messages.oldIdNumber,
      })
    else if (found.kind === 'mobile' && !amount.test(after) && !offices.has(digits(raw)))
      hits.push({ ...place, tier: 'A', kind: 'mobile', message: messages.mobile })
    else if (found.kind === 'bankCard') {
      const isNamed = accountWord.test(before)
      if (unionPay.test(digits(raw)) ? !amount.test(after) : isNamed)
        hits.push({ ...place, tier: 'A', kind: 'bankCard', message: messages.bankCard })
    } else if (found.kind === 'landline' && !offices.has(digits(raw))) {
      if (homeWord.test(before))
        hits.push({ ...place, tier: 'A', kind: 'landline', message: messages.homePhone })
      else if (!officeWord.test(before))
        hits.push({ ...place, tier: 'C', kind: 'landline', message: messages.landline })
    }
  }
  return [...hits, ...spreadOut(text, hits), ...glued(text, hits)]
}

const taken = (hits: readonly Hit[], start: number, end: number) =>
  hits.some(h => h.start < end && start < h.end)

const spaced = /(?<![0-9])(?:[0-9][ \u3000.\-·_*]{0,3}){17}[0-9Xx](?![0-9])/gu

/** 4 1 0 8 0 2 …: eighteen characters with anything between; the check character says that it is no chance. */
function spreadOut(text: string, known: readonly Hit[]): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(spaced)) {
    const plain = match[0].replaceAll(/[^0-9Xx]/g, '')
    const [start, end] = [match.index, match.index + match[0].length]
    if (taken(known, start, end) || !checkIdNumber(plain).ok) continue
    hits.push({
      start,
      end,
      tier: 'A',
      kind: 'idNumber',
      message: messages.idNumber,
      masked: maskIdNumber(plain),
      basis,
    })
  }
  return hits
}

const gluedId = /(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])/gu
const gluedMobile = /(?:tel|phone|mobile|mob|sj|sjh|dh|wx|weixin|vx)[:：.=_-]?\s?(1[3-9][0-9]{9})(?![0-9])/giu

/** Numbers that follow a letter without a gap: sfz410802…, tel138…; and eighteen figures whose last ones a spreadsheet has rounded off. */
function glued(text: string, known: readonly Hit[]): Hit[] {
  const hits: Hit[] = []
  const add = (start: number, end: number, hit: Omit<Hit, 'start' | 'end' | 'basis'>) => {
    if (!taken(known, start, end) && !taken(hits, start, end)) hits.push({ start, end, basis, ...hit })
  }
  for (const match of text.matchAll(gluedId)) {
    const raw = match[0]
    const end = match.index + raw.length
    if (checkIdNumber(raw).ok)
      add(match.index, end, {
        tier: 'A',
        kind: 'idNumber',
        message: messages.idNumber,
        masked: maskIdNumber(raw),
      })
    else if (/00$/.test(raw) && isRounded(raw))
      add(match.index, end, {
        tier: 'B',
        kind: 'idNumber',
        message: messages.brokenIdNumber,
        masked: maskIdNumber(raw),
      })
  }
  for (const match of text.matchAll(gluedMobile)) {
    const start = match.index + match[0].length - 11
    add(start, start + 11, {
      tier: 'A',
      kind: 'mobile',
      message: messages.mobile,
      masked: maskMobile(match[1]!),
    })
  }
  return hits
}

/** Region and day of birth stand although the check character does not. */
function isRounded(raw: string): boolean {
  const right = idCheckCharacter(raw.slice(0, 17))
  return right !== null && checkIdNumber(raw.slice(0, 17) + right).ok
}

const passportNumber =
  /(?<![A-Za-z0-9])(?:[EGDSPK][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[CHM][0-9]{8,10})(?![A-Za-z0-9])/giu
const passportWord = /(?:护照|通行证|台胞证|回乡证|出入境证件|居留证)[^。；\n]{0,20}$/u

/** Passports and travel permits: only behind a word that says so, for the shape alone is that of many numbers. */
export function passportHits(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(passportNumber)) {
    if (!passportWord.test(text.slice(Math.max(0, match.index - 28), match.index))) continue
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'A',
      kind: 'passport',
      message: messages.passport,
      masked: maskIdNumber(match[0]),
      basis,
    })
  }
  return hits
}

const plate =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\s-]?(?:[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]|[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[挂学警港澳试超])(?![A-Za-z0-9])/gu

/** Number plates; three figures at least, or every abbreviation behind a province would be one. */
export function plateHits(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(plate)) {
    const raw = match[0]
    if ((raw.match(/[0-9]/g) ?? []).length < 3) continue
    // 许可证编号豫A12345: a kind of certificate numbers its papers like this.
    if (
      /(?:证书?|许可|备案|注册|登记|编)号?[：:为是]?\s?$/.test(
        text.slice(Math.max(0, match.index - 6), match.index),
      )
    )
      continue
    hits.push({
      start: match.index,
      end: match.index + raw.length,
      tier: 'B',
      kind: 'plate',
      message: messages.plate,
      masked: raw.slice(0, 2) + '*'.repeat(raw.length - 3) + raw.slice(-1),
      basis,
    })
  }
  return hits
}
