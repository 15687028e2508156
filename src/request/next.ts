import { proseDay } from '#law/day.ts'
import type { Calendar } from '#law/calendar.ts'
import { baseDue, payBy, readReply, readSupplement, supplementRestarts } from './clock.ts'
import { confirmLight } from './clockView.ts'
import { consultationsOf } from './consultations.ts'
import { feeNoticeOf, type Fact } from './facts.ts'
import { nameOfUnsent, type Unsent } from './letters/unsent.ts'
import { askedWay, channelLabels } from './model.ts'
import { receiptRules } from './receipt.ts'
import { redoAdvice, redoIn } from './redo.ts'
import type { Case } from './store/cases.ts'
import type { CaseView } from './views.ts'
import type { RequestState } from './workflow.ts'

type Known = {
  readonly today: string
  readonly calendar: Calendar
  /** Working days that the body has set itself to confirm in. */
  readonly confirmDays: number
  /** What the letter does not say. */
  readonly lacking: readonly string[]
  /** 文书 that were said to be sent and are drafts. */
  readonly unsent: readonly Unsent[]
  /** Heads of the openness unit who may agree to an extension. */
  readonly heads: readonly { readonly name: string }[]
  /** A decision or judgement wants a new answer, and nobody has begun. */
  readonly redo: { readonly number: string; readonly authority: string; readonly due: string | null } | null
}

/** What comes next, by when and why: the sentence at the head of the page, and the steps that bring it about. */
export function nextOf(row: Case, facts: readonly Fact[], known: Known): CaseView['next'] {
  if (known.redo)
    return {
      words: `按${known.redo.authority}${known.redo.number}重新办理`,
      by: known.redo.due,
      why: '决定、判决要求重新答复。期限自收到决定书、判决书的次日起已经在走，现在就转入办理。',
      verbs: ['redo'],
    }
  const anew = redoIn(facts)
  const plain = timely(usual(row, facts, known), row, facts, known)
  const said = anew === null ? plain : { ...plain, why: `${redoAdvice(anew)}${plain.why}` }
  // 条例第三十三条第二款: an extension that waits for its answer must be answered and told before the base day.
  const last = facts.findLast(f => ['proposeExtension', 'extend', 'reply'].includes(f.kind))
  return sending(
    last?.kind === 'proposeExtension'
      ? {
          ...said,
          verbs: ['extend', ...said.verbs],
          words: `等${known.heads.map(h => h.name).join('、') || '公开工作机构负责人'}审批延长；${said.words}`,
          by: baseDue(facts, known.today, known.calendar) ?? said.by,
        }
      : said,
    row,
    facts,
    known,
  )
}

/** What was said to be sent and lies there as a draft comes before everything else. */
function sending(
  said: CaseView['next'],
  row: Case,
  facts: readonly Fact[],
  { unsent, today, calendar }: Known,
): CaseView['next'] {
  if (unsent.length === 0 || row.state === 'submitted' || row.state === 'closed') return said
  const titles = [...new Set(unsent.map(nameOfUnsent))].join('')
  const base = unsent.some(u => u.form.verb === 'extend') ? baseDue(facts, today, calendar) : null
  return {
    ...said,
    words: `把${titles}定稿、发出；${said.words}`,
    why: `草稿不算发出，在下面“文书”里定稿。${base ? `延期须在${proseDay(base)}原期限届满前告知申请人。` : ''}${said.why}`,
  }
}

const answering: readonly RequestState[] = ['received', 'handling', 'drafted', 'reviewed', 'approved']

/** Every step to the answer has a last day: that of the step itself, else that of the answer; a day that is past is said first. */
function timely(
  said: CaseView['next'],
  row: Case,
  facts: readonly Fact[],
  { today, calendar }: Known,
): CaseView['next'] {
  if (!answering.includes(row.state)) return said
  const reply = readReply(facts, today, calendar)
  if (reply?.state === 'overdue')
    return {
      ...said,
      by: null,
      why: `答复期限已在${proseDay(reply.due!)}届满，不能再延长：请立即答复并送达，如实记录超期。${said.why}`,
    }
  return said.by === null && reply?.state === 'running' ? { ...said, by: reply.due } : said
}

function usual(
  row: Case,
  facts: readonly Fact[],
  { today, calendar, confirmDays, lacking }: Known,
): CaseView['next'] {
  const pending = consultationsOf(facts, today, calendar).filter(c => c.answer === null)
  const asked = facts.findLast(f => f.kind === 'askSupplement')
  const fee = feeNoticeOf(facts)
  const say = (words: string, why: string, verbs: readonly string[], by: string | null = null) => ({
    words,
    by,
    why,
    verbs,
  })
  switch (row.state) {
    case 'submitted':
      return say(
        '与申请人确认收到申请',
        `${confirmLight({ on: row.submittedOn, today, calendar }, confirmDays).words}。通过${channelLabels[row.channel]}收到的申请，以${receiptRules[row.channel].day}为收到申请之日；确认以前法定期限不走，但应当及时确认，迟迟不确认的责任在本机关。${lacking.length > 0 ? `来信没有写明${lacking.join('、')}，确认时一并问清。` : ''}`,
        ['confirm', 'contact', ...(lacking.length > 0 ? ['complete'] : [])],
        confirmLight({ on: row.submittedOn, today, calendar }, confirmDays).due,
      )
    case 'received': {
      const supplement = readSupplement(facts, today, calendar)
      const mayAsk = supplement?.state === 'running'
      if (lacking.length > 0)
        return say(
          `补齐${lacking.join('、')}`,
          `来信没有写明${lacking.join('、')}。能联系上的，问清后补记；否则${mayAsk ? '在7个工作日内' : ''}一次性告知补正。不影响答复的，直接办理。`,
          ['complete', 'askSupplement', 'handOut', 'propose'],
          mayAsk ? supplement.due : null,
        )
      return mayAsk
        ? say(
            '看申请是否明确，送部门检索，或者直接答复',
            `内容不明确的，${proseDay(supplement.due!)}前一次性告知补正。`,
            ['handOut', 'askSupplement', 'propose'],
          )
        : say(
            '送部门检索，或者直接答复',
            facts.some(f => f.kind === 'askSupplement')
              ? '补正只能一次性告知，已经告知过。'
              : '告知补正的7个工作日已经过去，就现有的内容办理。',
            ['handOut', 'propose'],
          )
    }
    case 'supplementing':
      return say(
        '等申请人补正',
        supplementRestarts(facts, calendar)
          ? '收到补正后答复期限重新计算；期满没有补正的，书面告知不再处理。'
          : '告知补正超过了7个工作日，答复期限照走，收到补正也不重新计算；请把握时间。',
        ['supplement', 'lapse'],
        typeof asked?.data.supplementBy === 'string' ? asked.data.supplementBy : null,
      )
    case 'handling':
      if (row.answers.standing === 'supplementLapsed' || row.answers.standing === 'feeLapsed')
        return say('拟定告知书，告知不再处理', '视为放弃申请的，仍须书面告知申请人。', ['propose'])
      if (pending.length > 0)
        return say(
          `等${pending.length}份征求意见书的答复`,
          '征求意见的时间不计入答复期限；期限届满仍未答复的，依法决定。',
          pending.some(c => c.receivedOn === null && c.who !== 'agency') ? ['acknowledge', 'hear'] : ['hear'],
          pending
            .flatMap(c => (c.limit === null ? [] : [c.limit]))
            .sort()
            .at(-1) ?? null,
        )
      if (row.asked.length > 0)
        return say('等承办部门的意见，也可以先拟定答复', '部门逾期的，请催办。', [
          'opine',
          'search',
          'propose',
        ])
      return say('拟定答复', '先判断事实，系统给出合适的结果和答复书必须写明的内容。', ['search', 'propose'])
    case 'charging':
      return say(
        '等申请人缴费',
        '缴费次日起答复期限重新计算；逾期未缴的，书面告知不再处理。',
        fee && fee.receivedOn === null ? ['acknowledgeFee', 'pay'] : ['pay', 'lapseFee'],
        fee?.receivedOn ? payBy(fee.receivedOn, calendar) : null,
      )
    case 'drafted':
      return say('由另一人审核答复书', '拟定人不能审核自己拟定的答复。', ['review', 'return'])
    case 'reviewed':
      return say('由领导批准', '批准后编号定稿，内容不能再改。', ['approve', 'return'])
    case 'approved':
      return say(
        '打印盖章，送达申请人',
        `答复书要加盖行政机关印章才发出：在“文书”里下载PDF打印，印章盖在署名和成文日期上；盖章后扫描，作为“答复书盖章件”加入“材料”。申请人要求的方式：${askedWay(row)}。邮寄以交邮之日、当面以签收之日为答复之日。`,
        ['deliver'],
      )
    case 'replied':
      return say(
        '补上送达凭证，归档',
        `已在${row.repliedOn ? proseDay(row.repliedOn) : ''}答复。邮件回执、送达回证扫描后作为“送达凭证”加入“材料”。`,
        ['prove', 'archive'],
      )
    case 'closed':
      return say('已经办结', '没有需要办理的事项。', [])
  }
}
