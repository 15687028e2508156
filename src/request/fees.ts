/**
 * 政府信息公开信息处理费 (国办函〔2020〕109号 第三条至第五条): by piece or by volume, one of the two for an application, never
 * both; the excess is charged step by step. Amounts in whole yuan.
 */

export type FeeMethod = 'byPiece' | 'byVolume'
export const feeMethodLabels: Record<FeeMethod, string> = { byPiece: '按件计收', byVolume: '按量计收' }

export type FeeStep = { readonly from: number; readonly to: number; readonly rate: number }
export type FeeLine = FeeStep & { readonly count: number; readonly amount: number }
export type FeeAccount = {
  readonly method: FeeMethod
  readonly count: number
  readonly amount: number
  readonly lines: readonly FeeLine[]
}

/** 第四条: of one applicant in one calendar month. Beyond the 40th each further ten cost 100 yuan a piece more. */
function pieceStep(at: number): FeeStep {
  if (at <= 10) return { from: 1, to: 10, rate: 0 }
  if (at <= 30) return { from: 11, to: 30, rate: 100 }
  const decade = Math.ceil((at - 30) / 10)
  return { from: 21 + decade * 10, to: 30 + decade * 10, rate: 100 + decade * 100 }
}

const volumeSteps: readonly FeeStep[] = [
  { from: 1, to: 30, rate: 0 },
  { from: 31, to: 100, rate: 10 },
  { from: 101, to: 200, rate: 20 },
  { from: 201, to: Infinity, rate: 40 },
]

function whole(count: number, what: string): void {
  if (!Number.isSafeInteger(count) || count < 0 || count > 1_000_000)
    throw new RangeError(`${what}应为0至1000000的整数。`)
}

/** Fee in yuan of pieces `already + 1 … already + count` of the same applicant in the same calendar month. Throws RangeError. */
export function feeByPiece(count: number, already = 0): FeeAccount {
  whole(count, '件数')
  whole(already, '当月已有件数')
  const lines: FeeLine[] = []
  for (let at = already + 1; at <= already + count;) {
    const step = pieceStep(at)
    const n = Math.min(step.to, already + count) - at + 1
    lines.push({ ...step, count: n, amount: n * step.rate })
    at += n
  }
  return { method: 'byPiece', count, amount: sum(lines), lines }
}

/** Fee in yuan of the pages of one application; A4 or smaller, one side is a page; nothing adds up over applications. Throws RangeError. */
export function feeByVolume(pages: number): FeeAccount {
  whole(pages, '页数')
  const lines = volumeSteps.flatMap(step => {
    const n = Math.max(0, Math.min(step.to, pages) - step.from + 1)
    return n > 0 ? [{ ...step, count: n, amount: n * step.rate }] : []
  })
  return { method: 'byVolume', count: pages, amount: sum(lines), lines }
}

const sum = (lines: readonly FeeLine[]) => lines.reduce((all, line) => all + line.amount, 0)

/** `31–100页：70页 × 10元 = 700元`, a line a step. */
export function feeText(account: FeeAccount): string[] {
  const unit = account.method === 'byPiece' ? '件' : '页'
  return account.lines.map(line => {
    const range = line.to === Infinity ? `${line.from}${unit}以上` : `${line.from}—${line.to}${unit}`
    return `${range}：${line.count}${unit}×${line.rate}元＝${line.amount}元`
  })
}

/** The account of a notice as it was told; `before`: pieces of the same applicant before this one in the month. */
export const feeAccount = (method: string, count: number, before: number | null): FeeAccount =>
  method === 'byPiece' ? feeByPiece(count, before ?? 0) : feeByVolume(count)

/** 收费通知 in words, as the applicant reads it on the page of his receipt: basis, standard, sum, way to pay, term, consequence (第六条). */
export const feeNoticeWords = (account: FeeAccount, payTo: string): string =>
  [
    `依据《中华人民共和国政府信息公开条例》第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），就这件申请收取信息处理费${account.amount}元，${feeMethodLabels[account.method]}。`,
    `标准和计算：${feeText(account).join('；')}，共计${account.amount}元。`,
    `缴纳方式：${payTo}`,
    '请自收到本通知次日起20个工作日内缴纳。逾期未缴纳的，视为放弃申请，不再处理；缴费的，答复期限自缴费次日起重新计算。',
    '对收费有异议的，可以在这里写消息说明；收费的决定不能单独申请行政复议或者提起行政诉讼，可以在缴费期满后对不再处理的决定寻求救济（办法第七条）。',
  ].join('\n')
