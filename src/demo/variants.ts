import { dayOf } from '#kit/now.ts'
import { performVariant, proposeVariant } from '#document/variants/actions.ts'
import { shipped } from '#document/variants/shipped.ts'
import { activeVariantsOf } from '#document/variants/store.ts'
import { demoActor } from './documents.ts'
import type { House } from '../house.ts'

/** The variants of the four source documents, each proposed and approved by the administrators of its body. */
export async function loadVariants(house: House): Promise<void> {
  for (const { code, name, note, differences } of shipped) {
    const proposes = await demoActor(house, code, 'sysadmin')
    const { bodyId } = proposes
    if ((await activeVariantsOf(house.db, [bodyId])).length > 0) continue
    const approves = await demoActor(house, code, 'secadmin')
    const { subject } = await proposeVariant(
      house,
      proposes,
      bodyId,
      { name, validFrom: dayOf(house.now()), differences },
      note,
    )
    await performVariant(house, { subject, verb: 'approve', actor: approves })
  }
}
