import { attributeName, type Attribute } from '#law/attributes.ts'
import { daysBetween, isDay, proseDay } from '#law/day.ts'
import { groundOf, isGround } from '#law/grounds.ts'
import type { DecideForm, Item, OpenForm } from './model.ts'

export type Fault = { readonly text: string; readonly field?: string; readonly basis?: string }

const law = '390号/四(一)4'

/** Why a campaign of this year with this last day cannot be opened today; empty when it can. */
export function cannotOpen(form: Pick<OpenForm, 'year' | 'opinionsBy'>, today: string): Fault[] {
  const faults: Fault[] = []
  const thisYear = Number(today.slice(0, 4))
  if (form.year > thisYear)
    faults.push({
      field: 'year',
      text: `${form.year}年还没有到，只能开展${thisYear}年或补做${thisYear - 1}年的复查。`,
    })
  else if (form.year < thisYear - 1)
    faults.push({ field: 'year', text: `最早只能补做${thisYear - 1}年的复查。`, basis: law })
  if (!isDay(form.opinionsBy)) faults.push({ field: 'opinionsBy', text: '没有这一天，请核对日期。' })
  else if (form.opinionsBy < today)
    faults.push({
      field: 'opinionsBy',
      text: `提出意见的最后一天${form.opinionsBy}已经过去，请改为今天或以后。`,
    })
  else if (form.opinionsBy > `${thisYear}-12-31`)
    faults.push({
      field: 'opinionsBy',
      text: `复查每年一次，意见须在${thisYear}年内提出，才来得及在年底前决定。`,
      basis: law,
    })
  return faults
}

/** Why the opinion day has not passed yet, so that nobody is overtaken before it. */
export function cannotProceed(item: Pick<Item, 'opinionsBy'>, today: string): Fault[] {
  return today > item.opinionsBy
    ? []
    : [{ text: `起草部门可以在${proseDay(item.opinionsBy)}前提出意见，过了这一天才能不再等待。`, basis: law }]
}

export type Deciders = {
  readonly secretaries: ReadonlySet<number>
  readonly decider: readonly number[]
  /** Who drafted or submitted the document: four eyes also holds for the change of its attribute. */
  readonly draftHands: ReadonlySet<number>
}

/** Everything that stands against a decision on one document. */
export function cannotDecide(item: Item, form: DecideForm, people: Deciders): Fault[] {
  const faults: Fault[] = []
  const answered = [item.answeredBy, item.answeredFor]
  if (people.secretaries.size === 0)
    faults.push({
      field: 'secretary',
      text: '本机关还没有编号发布员（文秘），请安全保密管理员先授予角色。',
      basis: law,
    })
  else if (!people.secretaries.has(form.secretary))
    faults.push({
      field: 'secretary',
      text: '会同办理的须是本机关的编号发布员（文秘），请重新选择。',
      basis: law,
    })
  if (people.decider.includes(form.secretary))
    faults.push({ field: 'secretary', text: '会同办理的文秘人员不能是决定人自己。', basis: law })
  if (answered.includes(form.secretary))
    faults.push({
      field: 'secretary',
      text: '会同办理的文秘人员代起草部门提过意见，须另选一人。',
      basis: law,
    })
  return [...faults, ...(form.decision === 'open' ? cannotTurnPublic(item, people) : cannotKeep(item, form))]
}

function cannotTurnPublic(item: Item, people: Deciders): Fault[] {
  if (item.presentAttribute === 'proactive') return []
  if (item.presentState !== 'issued')
    return [{ field: 'decision', text: '这件公文已不在“已印发”状态，不能变更公开属性，请先到公文页面核对。' }]
  return people.decider.some(id => people.draftHands.has(id))
    ? [
        {
          field: 'decision',
          text: '您起草或经办过这件公文，按四眼原则，转为主动公开须由另一人决定。',
          basis: law,
        },
      ]
    : []
}

/** 390号文 四(一)3: whatever stays withheld rests on a ground that the law still knows and that was looked at again. */
function cannotKeep(item: Item, form: DecideForm): Fault[] {
  if (item.presentAttribute === 'proactive')
    return [{ field: 'decision', text: '这件公文在复查期间已经改为主动公开，不能决定维持。' }]
  if (item.presentAttribute !== 'withheld') return []
  const basis = '390号/四(一)3'
  const ground = item.presentGround
  if (ground === null || !isGround(ground) || !groundOf(ground).forDocuments)
    return [
      {
        field: 'groundStands',
        text: '这件公文没有登记有效的不予公开依据，不能维持；请转为主动公开，或先在公文页面变更公开属性并补上依据。',
        basis,
      },
    ]
  return form.groundStands
    ? []
    : [
        {
          field: 'groundStands',
          text: `维持不予公开的，须重新核对并确认“${groundOf(ground).label}”仍然成立。`,
          basis,
        },
      ]
}

/** What will happen, in one sentence, for the preview. */
export function decisionWords(item: Item, form: Pick<DecideForm, 'decision'>): string {
  const now = item.presentAttribute ? attributeName(item.presentAttribute as Attribute) : '未定'
  if (form.decision === 'keep') return `维持${now}，明年再复查。`
  return item.presentAttribute === 'proactive'
    ? '已是主动公开，只记录复查结果。'
    : `由${now}转为主动公开，自决定之日起20个工作日内公布。`
}

export type OpinionLight = { readonly light: 'green' | 'yellow' | 'red' | 'none'; readonly words: string }

/** The light of the opinion day: three days before it yellow, after it red. Civil days, both ends in Asia/Shanghai. */
export function opinionLight(waiting: boolean, opinionsBy: string, today: string): OpinionLight {
  if (!waiting) return { light: 'none', words: '' }
  const left = daysBetween(today, opinionsBy)
  if (left < 0) return { light: 'red', words: `提意见已逾期${-left}天` }
  if (left === 0) return { light: 'yellow', words: '今天截止提意见' }
  return { light: left <= 3 ? 'yellow' : 'green', words: `提意见还剩${left}天` }
}
