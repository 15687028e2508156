import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Step } from '#kit/workflow.ts'
import { lineOf, treeOf } from '#people/bodies.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import { reaching } from '#people/rules/power.ts'
import type { House } from '../../house.ts'
import { cannotApprove, mayPropose } from './actions.ts'
import { heldBy, versionOn } from './inForce.ts'
import type { Variant } from './model.ts'
import { shipped } from './shipped.ts'
import { allVariants } from './store.ts'
import type { VariantsView, VersionView } from './views.ts'
import { choicesView, differenceView } from './words.ts'
import { variantStateLabels, variantWorkflow } from './workflow.ts'

const administrators = ['systemAdmin', 'securityAdmin', 'auditAdmin']

/** Bodies whose variants a person looks through: those he administers with everything below, and his own. */
function rootsOf(actor: Actor): number[] {
  const administered = actor.roles
    .filter(r => r.onBehalfOf === null && administrators.includes(r.role))
    .map(r => r.bodyId)
  return [...new Set([...administered, actor.bodyId])]
}

function standingOf(version: Variant, versions: readonly Variant[], today: string): string {
  if (version.state !== 'active') return variantStateLabels[version.state]
  if (version.validFrom > today) return `将自${version.validFrom}起生效`
  return versionOn(versions, version.bodyId, today)?.id === version.id ? '现行' : '已被后来的版本替代'
}

async function versionView(
  house: House,
  version: Variant,
  around: {
    readonly versions: readonly Variant[]
    readonly names: ReadonlyMap<number, string>
    readonly actor: Actor
    readonly line: readonly number[]
    readonly today: string
  },
): Promise<VersionView> {
  const { versions, names, actor, line, today } = around
  const standing = standingOf(version, versions, today)
  const here = reaching(actor, line)
  const subject = { ...version, departmentId: null, drafterId: version.proposedBy }
  const steps = Object.entries<Step>(variantWorkflow[version.state]).filter(
    ([, step]) => rolesFor(step, subject, here).length > 0,
  )
  return {
    id: version.id,
    number: version.number,
    name: version.name,
    inherits: version.inherits,
    why: version.why,
    validFrom: version.validFrom,
    state: version.state,
    stateLabel: variantStateLabels[version.state],
    standing,
    inForce: standing === '现行',
    version: version.version,
    proposedBy: names.get(version.proposedBy) ?? '',
    proposedAt: isoOf(version.proposedAt),
    decidedBy: version.decidedBy === null ? null : (names.get(version.decidedBy) ?? ''),
    decidedAt: version.decidedAt && isoOf(version.decidedAt),
    decisionReason: version.decisionReason,
    differences: version.differences.map(differenceView),
    offers: await Promise.all(
      steps.map(async ([verb, step]) => ({
        verb,
        label: step.label,
        effect: step.effect,
        reason: step.reason ?? null,
        blocked: verb === 'approve' ? (await cannotApprove(house.db, version, today)).map(r => r.text) : [],
      })),
    ),
  }
}

/** 地方规程 as one person sees it: his bodies, and one of them with every version and what it differs in. */
export async function variantsView(house: House, actor: Actor, asked: number | null): Promise<VariantsView> {
  const { db } = house
  const today = dayOf(house.now())
  const [tree, versions] = await Promise.all([treeOf(db, rootsOf(actor)), allVariants(db)])
  const bodyId = asked ?? actor.bodyId
  const line = await lineOf(db, bodyId)
  // What the own body follows is for everybody to read, also where a body above has set it.
  const readable =
    tree.some(b => b.id === bodyId) || ((await lineOf(db, actor.bodyId)) ?? []).includes(bodyId)
  if (!line || !readable) throw new Refused('not-found', '没有找到这个单位，或您没有查看它的权限。')
  const lineIn = (b: { id: number; ancestors: readonly number[] }) => [b.id, ...[...b.ancestors].reverse()]
  const below = await treeOf(db, [bodyId])
  const own = versions.filter(v => v.bodyId === bodyId)
  const administers = reaching(actor, line).roles.some(r => administrators.includes(r.role))
  const shown = own.filter(v => administers || v.state === 'active')
  const held = heldBy(versions, line, today)
  const [names, names_] = await Promise.all([
    staffNames(
      db,
      [...own, ...(held ? [held] : [])].flatMap(v => [v.proposedBy, v.decidedBy ?? v.proposedBy]),
    ),
    bodyNames(db, [bodyId, ...versions.map(v => v.bodyId)]),
  ])
  const around = { versions, names, actor, line, today }
  return {
    bodies: tree.map(b => {
      const from = heldBy(versions, lineIn(b), today)
      const over = lineIn(b)
      return {
        id: b.id,
        name: b.name,
        depth: b.depth,
        from: from && {
          id: from.bodyId,
          name: names_.get(from.bodyId) ?? '',
          variant: from.name,
          number: from.number,
        },
        own: versionOn(versions, b.id, today) !== null,
        waiting: administers ? versions.filter(v => v.bodyId === b.id && v.state === 'proposed').length : 0,
        mayPropose: mayPropose(actor, over),
      }
    }),
    body: {
      id: bodyId,
      name: names_.get(bodyId) ?? '',
      inForce: held && (await versionView(house, held, around)),
      inForceFrom: held && held.bodyId !== bodyId ? (names_.get(held.bodyId) ?? null) : null,
      versions: await Promise.all(shown.map(v => versionView(house, v, around))),
      usedBy: below
        .filter(
          b =>
            b.id !== bodyId && held?.bodyId === bodyId && heldBy(versions, lineIn(b), today)?.id === held.id,
        )
        .map(b => b.name),
      mayPropose: mayPropose(actor, line),
    },
    choices: choicesView(),
    shipped: shipped.map(({ code, name, note, differences }) => ({ code, name, note, differences })),
  }
}
