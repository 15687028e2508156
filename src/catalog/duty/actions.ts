import { act, begin, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { bodyOf } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { marksOf, nameOfItem } from '../rules/marks.ts'
import { absenceForm, absenceKindLabels, type AbsenceRow } from './model.ts'
import * as store from './store.ts'
import { absenceBeginning, absenceWorkflow } from './workflow.ts'

const absenceProcedure: Procedure<AbsenceRow> = {
  kind: 'catalogAbsence',
  noun: '不适用说明',
  workflow: absenceWorkflow,
  lock: store.lockAbsence,
  sees: (row, actor) => actor.roles.some(r => r.bodyId === row.bodyId && r.role === 'opennessOfficer'),
  move: store.moveAbsence,
}

/**
 * 说明不适用: nothing is to be published under an item (no such duty, or nothing in a year). Public at once, with who and why.
 * Refused where the item is not in the catalog in force, is said already, or something of that year stands published. (J 二(一)2)
 */
export async function stateAbsence(house: House, actor: Actor, input: unknown, key?: string): Promise<Done> {
  const form = readForm(absenceForm, input)
  const role = actor.roles.find(
    r => r.bodyId === form.body && (absenceBeginning.by as readonly string[]).includes(r.role),
  )
  if (!role)
    throw new Refused('forbidden', [
      { text: '不适用由本机关的公开审查员说明，您没有这个权限。', basis: '焦作/二(一)2' },
    ])
  return begin(
    house,
    {
      kind: 'catalogAbsence',
      bodyId: form.body,
      role: role.role,
      verb: 'state',
      actor,
      key,
      form,
      reason: form.reason,
    },
    async (trx, at) => {
      const catalog = (await store.standingCatalogs(trx, [form.body])).find(c => c.field === form.field)
      const marks = catalog && marksOf(catalog.items).get(form.item)
      const item = catalog?.items.find(i => i.key === form.item)
      if (!marks || !item)
        throw new Refused('invalid', [
          { field: 'item', text: '本机关公布的目录里没有这个事项，请刷新后重新选择。' },
        ])
      const reasons: Reason[] = []
      if (await store.absenceStands(trx, form))
        reasons.push({
          field: 'item',
          text: `“${nameOfItem(item)}”已经说明过不适用，要改请先撤回原来的说明。`,
        })
      const year = form.year ?? Number(dayOf(at).slice(0, 4))
      const [there] = await store.evidenceOf(trx, {
        bodyId: form.body,
        marks: marks.metBy,
        from: `${year}-01-01`,
        until: `${year + 1}-01-01`,
        limit: 1,
      })
      if (there)
        reasons.push({
          field: 'kind',
          text: `${year}年已经在这一事项下公开了《${there.title}》，不能再说“${absenceKindLabels[form.kind]}”。`,
        })
      if (reasons.length > 0) throw new Refused('invalid', reasons)
      const { name } = await bodyOf(trx, form.body)
      const id = await store.insertAbsence(trx, form, {
        id: actor.staffId,
        name: actor.name,
        role: role.role,
        at,
      })
      return {
        id,
        state: 'stated',
        data: { field: form.field, item: form.item, year: form.year, kind: form.kind },
        publish: event =>
          store.showAbsence(trx, id, form, {
            by: `${name}政务公开机构`,
            on: dayOf(at),
            position: event.position,
          }),
      }
    },
  )
}

const withdraw: Deed<AbsenceRow> = { publish: c => store.hideAbsence(c.trx, c.row.id) }

export function withdrawAbsence(
  house: House,
  request: { subject: number; actor: Actor; reason?: string | null; version?: number; key?: string },
): Promise<Done> {
  return act(house, absenceProcedure, withdraw, { ...request, verb: 'withdraw' })
}
