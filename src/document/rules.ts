import type { Reason } from '#kit/errors.ts'
import type { OfficialDocument } from './model.ts'
import { demandable, type Rules } from './variants/model.ts'
import { hides } from './variants/table.ts'

type Drafted = Pick<
  OfficialDocument,
  | 'title'
  | 'attribute'
  | 'attributeReason'
  | 'ground'
  | 'bodyHtml'
  | 'columns'
  | 'writtenOn'
  | 'issuedOn'
  | 'secrecyDoubt'
  | 'normative'
  | 'signatories'
  | 'audience'
  | 'audienceWhy'
  | 'inGovernmentName'
  | 'proposal'
  | 'kind'
  | 'theme'
  | 'addressee'
>

const empty = (html: string) => html.replace(/<[^>]*>|&nbsp;|\s/g, '') === ''

/** Everything that keeps a draft from being sent for review (390号文 四(一)1、3; 吉林 一(二) 退文). */
export function cannotSubmit(document: Drafted, textLength: number, rules: Rules | null = null): Reason[] {
  const reasons: Reason[] = []
  const add = (field: string, text: string, basis?: string) =>
    reasons.push({ field, text, ...(basis ? { basis } : {}) })
  if (document.title.trim() === '') add('title', '标题还没有填写。')
  if (empty(document.bodyHtml)) add('bodyHtml', '正文还是空的。请粘贴或上传公文正文。')
  if (textLength > 200_000)
    add('bodyHtml', `正文有${textLength}个字，超过200,000字的上限。请把大段附表作为附件上传。`)
  if (document.attribute === null)
    add(
      'attribute',
      '还没有选择公开属性。发文批办单须明确主动公开、依申请公开或不予公开，不明确的予以退文。',
      '390号/四(一)1',
    )
  if (document.attribute === 'withheld') {
    if (!document.ground) add('ground', '不予公开的，须选择法定依据。', '390号/四(一)3')
    if (!document.attributeReason?.trim()) add('attributeReason', '不予公开的，须写明理由。', '条例/36(3)')
    if (document.ground === 'E14-1')
      add(
        'ground',
        '属于国家秘密的公文不得在本系统起草、存储，请在涉密系统办理，并把这里的内容作废。',
        '保密法/31(3)',
      )
  }
  if (document.audience === 'particular' && !document.audienceWhy?.trim())
    add('audienceWhy', '只向特定对象公开的，须写明对象和理由。', '吉林/一(一)')
  if (document.inGovernmentName && !hides(rules, 'inGovernmentName') && !document.proposal?.trim())
    add('proposal', '拟以政府或政府办公室名义印发的，起草单位须写明对公开属性的建议。', '390号/四(一)3')
  if (document.attribute === 'on-request' && !document.attributeReason?.trim())
    add('attributeReason', '选择依申请公开的，须说明为什么不主动公开。', '条例/13')
  reasons.push(...demanded(document, rules, reasons))
  return reasons
}

/** What the local variant demands besides, where it is missing and not said already. */
function demanded(document: Drafted, rules: Rules | null, said: readonly Reason[]): Reason[] {
  return (rules?.differences ?? []).flatMap(d => {
    if (d.kind !== 'demand' || said.some(r => r.field === d.field)) return []
    if (d.field === 'columns' && document.attribute !== 'proactive') return []
    const value = document[d.field]
    const missing = Array.isArray(value) ? value.length === 0 : !String(value ?? '').trim()
    if (!missing) return []
    return [
      {
        field: d.field,
        text: `按“${rules!.name}”，“${demandable[d.field]}”送审前必须填写。`,
        basis: d.basis,
      },
    ]
  })
}

/** Where the department head's approval leads: the secrecy unit comes before the openness unit (390号文 四(一)2). */
export function afterDepartment(document: Drafted): 'secrecy-review' | 'openness-review' {
  return document.secrecyDoubt ? 'secrecy-review' : 'openness-review'
}

/** Normative documents pass the legality review before signature (吉林 一(二)). */
export function afterOpenness(document: Drafted): 'legality-review' | 'signature' {
  return document.normative ? 'legality-review' : 'signature'
}

/** Why a document may not be issued on a day: 成文日期 never lies after 印发日期, and nothing is issued in the future. */
export function cannotIssue(document: Drafted, issuedOn: string, today: string): Reason[] {
  const reasons: Reason[] = []
  if (issuedOn > today)
    reasons.push({ field: 'issuedOn', text: `印发日期${issuedOn}在今天之后，请改为今天或之前的日期。` })
  if (document.writtenOn && document.writtenOn > issuedOn)
    reasons.push({
      field: 'issuedOn',
      text: `成文日期${document.writtenOn}晚于印发日期${issuedOn}，两个日期矛盾。请核对后重填。`,
    })
  return reasons
}

/** Why a document may not go to the public. */
export function cannotPublish(document: Drafted, columns: readonly string[]): Reason[] {
  const reasons: Reason[] = []
  if (document.attribute !== 'proactive')
    reasons.push({
      text: `这件公文的公开属性是${document.attribute === 'withheld' ? '不予公开' : '依申请公开'}，不能发布。属性需要变更的，须重新审查。`,
      basis: '390号/四(一)5',
    })
  if (columns.length === 0) reasons.push({ field: 'columns', text: '还没有选择公开栏目，请至少选一个。' })
  return reasons
}
