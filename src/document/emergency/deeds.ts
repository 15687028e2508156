import type { Context, Deed } from '#kit/act.ts'
import type { Reason } from '#kit/errors.ts'
import type { Job } from '#kit/jobs.ts'
import { dayOf, isoOf, later, minuteOf } from '#kit/now.ts'
import { labelFor } from '#law/attributes.ts'
import { holdersIn, notify, standInsFor } from '#people/directory.ts'
import { isColumn } from '#record/columns.ts'
import { publicationData } from '#record/content.ts'
import { prepare, toRecord, type Pending, type Signing } from '../actions/publish.ts'
import { fingerprintNow } from '../actions/review.ts'
import { cannotPublish } from '../rules.ts'
import { changeDocument, type DocumentRow } from '../store.ts'
import { labelsOf } from '../variants/table.ts'
import { emergencyForm, ratifyHours, type EmergencyForm } from './model.ts'

type Step = Context<DocumentRow, EmergencyForm>

/** Hours within which the reviews have to follow: the local variant's, else the default. */
export const hoursFor = (document: Pick<DocumentRow, 'rules'>): number => {
  const own = document.rules?.differences.find(d => d.kind === 'hours')
  return own?.kind === 'hours' ? own.hours : ratifyHours
}

const columnsOf = ({ form, row }: Step) => (form.columns ?? row.columns).filter(isColumn)

/** What may not go before the public unreviewed, however much it hurries. */
async function cannotHurry({ trx, row, form, actor, as, at }: Step): Promise<Reason[]> {
  const reasons: Reason[] = []
  if (row.secrecyDoubt)
    reasons.push({
      text: '这件公文请过保密机构先行审查，保密审查结论出来前不能先行发布。',
      basis: '390号/四(一)2',
    })
  if (row.normative)
    reasons.push({ text: '行政规范性文件须先经合法性审查，不能先行发布。', basis: '吉林/一(二)' })
  if (row.inGovernmentName)
    reasons.push({ text: '以政府或其办公室名义印发的公文，不能由本机关先行发布。', basis: '390号/四(一)3' })
  if (row.writtenOn && row.writtenOn > dayOf(at))
    reasons.push({ text: `成文日期${row.writtenOn}在今天之后，两者矛盾。请退回改正。` })
  const leaders = (await holdersIn(trx, [row.bodyId])).filter(h => h.role === 'leader')
  if (!leaders.some(l => l.staffId === form.consentBy))
    reasons.push({ field: 'consentBy', text: '口头同意的须是本机关的签发领导，请重新选择。' })
  if ([actor.staffId, as.onBehalfOf, row.drafterId].includes(form.consentBy))
    reasons.push({ field: 'consentBy', text: '口头同意的领导不能是拟稿人或发布人自己。' })
  return reasons
}

const hour = 3600_000

/** Reminder, escalation in the house, escalation upward: nothing depends on their having run. */
function remindersOf(row: DocumentRow, due: Date, hours: number): Job[] {
  return [
    { stage: 'soon', runAt: later(due, -Math.max(1, hours / 4) * hour) },
    { stage: 'overdue', runAt: due },
    { stage: 'upward', runAt: later(due, 24 * hour) },
  ].map(({ stage, runAt }) => ({
    name: 'document:ratify',
    payload: { document: row.id, stage },
    key: `document:ratify:${row.id}:${stage}`,
    runAt,
  }))
}

/**
 * 突发事件先行发布 (突发事件应对法第七条: 及时): the public reads it with this; the openness review and the leader's approval
 * follow within the hours set. The day is the day of issue; the content is fixed as after a signature.
 */
export function publishEmergency(house: Signing): Deed<DocumentRow, EmergencyForm, Pending> {
  return {
    form: emergencyForm,
    guard: async step => [...cannotPublish(step.row, columnsOf(step)), ...(await cannotHurry(step))],
    async apply(step) {
      const { trx, row, form, at } = step
      const hours = hoursFor(row)
      const due = later(at, hours * hour)
      const today = dayOf(at)
      const label = labelFor(row.attribute!, labelsOf(row.rules))
      const hurried: DocumentRow = {
        ...row,
        label,
        writtenOn: row.writtenOn ?? today,
        issuedOn: today,
        emergency: { kind: form.kind, event: form.event, consentBy: form.consentBy, at, due },
      }
      const bodyHash = await fingerprintNow(trx, hurried)
      await changeDocument(trx, row.id, {
        label,
        written_on: hurried.writtenOn,
        issued_on: today,
        body_hash: bodyHash,
        emergency_kind: form.kind,
        emergency_event: form.event,
        emergency_consent_by: form.consentBy,
        emergency_at: at,
        emergency_due: due,
      })
      const made = await prepare({ ...step, row: { ...hurried, bodyHash } }, columnsOf(step))
      await tellReviewers(step, due)
      return {
        // A publish event is public: the leader stands in it by his number alone.
        data: {
          ...publicationData(made.entry, made.address),
          indexNumber: made.entry.indexNumber,
          emergency: form.kind,
          event: form.event,
          consentBy: form.consentBy,
          due: isoOf(due),
        },
        made,
      }
    },
    publish: toRecord(house) as Deed<DocumentRow, EmergencyForm, Pending>['publish'],
    jobs: ({ row, at }) => remindersOf(row, later(at, hoursFor(row) * hour), hoursFor(row)),
  }
}

async function tellReviewers({ trx, row, form, actor, at }: Step, due: Date): Promise<void> {
  const told = (await holdersIn(trx, [row.bodyId])).filter(
    h =>
      ['leader', 'opennessOfficer'].includes(h.role) ||
      (h.role === 'departmentHead' && h.departmentId === row.departmentId),
  )
  const ids = told.map(h => h.staffId).filter(id => id !== actor.staffId)
  await notify(trx, [...ids, ...(await standInsFor(trx, ids, dayOf(at)))], {
    kind: 'document',
    subject: row.id,
    text: `因“${form.event}”，《${row.title}》已先行发布，须于${minuteOf(due)}前补办公开审查和领导追认。`,
    at,
  })
}
