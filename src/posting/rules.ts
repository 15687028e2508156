import type { Reason } from '#kit/errors.ts'
import { findPersonalData, personalDataNames } from '#law/personalData.ts'
import { isColumn, statutoryItems } from '#record/columns.ts'
import { textOf } from '#record/model.ts'
import { misplacedIn } from '#record/placement.ts'
import { leftToFill, postingFacts, type Content, type PostingKind } from './model.ts'

/** Why a posting cannot be submitted or published yet: every reason at once. */
export function cannotStand(kind: PostingKind, content: Content): Reason[] {
  const reasons: Reason[] = []
  const text = textOf(content.html)
  if (content.title === '')
    reasons.push({ field: 'title', text: kind === 'leader' ? '请在标题写姓名。' : '请填写标题。' })
  if (kind !== 'leader' && text.length < 10)
    reasons.push({ field: 'html', text: '请写正文，至少 10 个字；只有标题的页面是空白页。' })
  for (const asked of postingFacts[kind].facts) {
    const value = content.facts[asked.label] ?? ''
    if (asked.required && value === '')
      reasons.push({ field: `facts.${asked.label}`, text: `请填写${asked.label}。`, basis: '条例/20(2)' })
    if (value !== '' && asked.choices && !asked.choices.includes(value))
      reasons.push({
        field: `facts.${asked.label}`,
        text: `${asked.label}只能选“${asked.choices.join('”“')}”。`,
      })
  }
  if (kind === 'absence' && !statutoryItems.some(i => i.id === content.item))
    reasons.push({ field: 'item', text: '请选择条例的哪一项不属于本机关职能。', basis: '条例/20' })
  if ((kind === 'news' || kind === 'notice') && content.columns.length === 0)
    reasons.push({ field: 'columns', text: '请至少选一个栏目，否则公众在列表里找不到。' })
  for (const { text: why } of misplacedIn({ kind, normative: false }, content.columns.filter(isColumn)))
    reasons.push({ field: 'columns', text: why, basis: '吉林/一(三)' })
  const unfilled = kind === 'site-report' ? text.split(leftToFill).length - 1 : 0
  if (unfilled > 0)
    reasons.push({
      field: 'html',
      text: `报表里还有${unfilled}项没有填（写着“${leftToFill}”的）。请填数，没有的填“无”并在说明里写原因。`,
      basis: '12号(2018)/报表',
    })
  const private_ = findPersonalData(
    `${content.title}\n${text}\n${Object.values(content.facts).join('\n')}`,
  ).filter(f => f.certain && ['idNumber', 'bankCard', 'mobile'].includes(f.kind))
  if (private_.length > 0)
    reasons.push({
      field: 'html',
      text: `正文里有${[...new Set(private_.map(f => personalDataNames[f.kind]))].join('、')}（${private_
        .slice(0, 3)
        .map(f => f.masked)
        .join('、')}），请遮盖或删去后再送审。`,
      basis: '条例/15',
    })
  return reasons
}
