import { z } from 'zod'
import { administratorRoles, duties, grantStates, levels, roles } from './model.ts'

/** What the people routes answer, for api.ts and the screens alike. Instants are ISO texts, days `YYYY-MM-DD`. */

const named = z.object({ id: z.int(), name: z.string() })

export const meView = z.object({
  staff: z.object({ id: z.int(), account: z.string(), name: z.string(), title: z.string().nullable() }),
  body: z.object({
    id: z.int(),
    name: z.string(),
    shortName: z.string(),
    slug: z.string(),
    level: z.enum(levels),
  }),
  department: named.nullable(),
  roles: z.array(
    z.object({
      role: z.enum(roles),
      label: z.string(),
      bodyId: z.int(),
      bodyName: z.string(),
      departmentId: z.int().nullable(),
      departmentName: z.string().nullable(),
      onBehalfOf: z.int().nullable(),
      onBehalfName: z.string().nullable(),
    }),
  ),
  administrator: z.enum(administratorRoles).nullable(),
  csrf: z.string(),
  /** Only the password may be changed now; every other route answers 403 until it is. */
  mustChange: z.boolean(),
  /** Why, in a sentence; null when it need not be changed. */
  mustChangeWhy: z.string().nullable(),
  totpOn: z.boolean(),
  idleMinutes: z.int(),
  endsAt: z.string(),
  notices: z.int(),
  demo: z.boolean(),
})
export type Me = z.infer<typeof meView>

export const sessionView = z.object({
  id: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  address: z.string(),
  agent: z.string(),
  current: z.boolean(),
})
export type SessionView = z.infer<typeof sessionView>

/** `qrSvg` is a complete `<svg>` element; `secret` is for typing into an authenticator by hand. */
export const totpBegun = z.object({ uri: z.string(), secret: z.string(), qrSvg: z.string() })
export type TotpBegun = z.infer<typeof totpBegun>

export const delegationStates = ['planned', 'inForce', 'ended'] as const
export const delegationView = z.object({
  id: z.int(),
  direction: z.enum(['given', 'received']),
  fromId: z.int(),
  fromName: z.string(),
  toId: z.int(),
  toName: z.string(),
  fromOn: z.string(),
  untilOn: z.string(),
  reason: z.string(),
  state: z.enum(delegationStates),
})
export type DelegationView = z.infer<typeof delegationView>
export const delegationMade = z.object({ delegation: delegationView, warnings: z.array(z.string()) })
export type DelegationMade = z.infer<typeof delegationMade>

export const colleagueView = z.object({
  id: z.int(),
  name: z.string(),
  title: z.string().nullable(),
  department: z.string().nullable(),
})
export type Colleague = z.infer<typeof colleagueView>

export const noticeView = z.object({
  id: z.int(),
  text: z.string(),
  subjectKind: z.string(),
  subjectId: z.int(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
})
export type NoticeView = z.infer<typeof noticeView>

/** Parents stand before their children; `depth` 0 is the topmost body this person sees. */
export const bodyNode = z.object({
  id: z.int(),
  parentId: z.int().nullable(),
  depth: z.int(),
  slug: z.string(),
  name: z.string(),
  shortName: z.string(),
  level: z.enum(levels),
  levelLabel: z.string(),
  creditCode: z.string().nullable(),
  active: z.boolean(),
  departments: z.array(
    z.object({ id: z.int(), name: z.string(), duty: z.enum(duties), active: z.boolean() }),
  ),
})
export type BodyNode = z.infer<typeof bodyNode>

export const staffRow = z.object({
  id: z.int(),
  account: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  bodyId: z.int(),
  department: named.nullable(),
  active: z.boolean(),
  mustChange: z.boolean(),
  totpOn: z.boolean(),
  lockedUntil: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  roles: z.array(z.object({ role: z.enum(roles), label: z.string(), state: z.enum(grantStates) })),
})
export type StaffRow = z.infer<typeof staffRow>

/** The password is shown this once and kept nowhere. */
export const staffMade = z.object({ staff: staffRow, password: z.string() })
export type StaffMade = z.infer<typeof staffMade>

export const grantRow = z.object({
  id: z.int(),
  staffId: z.int(),
  staffName: z.string(),
  account: z.string(),
  role: z.enum(roles),
  label: z.string(),
  bodyId: z.int(),
  bodyName: z.string(),
  departmentId: z.int().nullable(),
  departmentName: z.string().nullable(),
  state: z.enum(grantStates),
  stateLabel: z.string(),
  /** Null: appointed when the system was set up. */
  grantedBy: z.string().nullable(),
  grantedAt: z.string(),
  activatedBy: z.string().nullable(),
  activatedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
  revokedAt: z.string().nullable(),
  /** What this person could do with it now; `blocked` says why not, empty when nothing stands in the way. */
  offers: z.array(
    z.object({ verb: z.enum(['activate', 'revoke']), label: z.string(), blocked: z.array(z.string()) }),
  ),
})
export type GrantRow = z.infer<typeof grantRow>

export const auditRow = z.object({
  id: z.int(),
  bodyId: z.int(),
  bodyName: z.string(),
  position: z.int(),
  at: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  subject: z.int(),
  verb: z.string(),
  label: z.string(),
  who: z.string(),
  onBehalfOf: z.string().nullable(),
  roleLabel: z.string().nullable(),
  reason: z.string().nullable(),
  /** What else was recorded, in words, one piece each; empty for subjects whose content an auditor does not read. */
  details: z.array(z.string()),
  hash: z.string(),
})
export type AuditRow = z.infer<typeof auditRow>
/** `total` stops counting at 10000. `scope` says whose records this person may read. */
export const auditPage = z.object({
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  scope: z.enum(['all', 'auditors']),
  rows: z.array(auditRow),
})
export type AuditPage = z.infer<typeof auditPage>

export const okView = z.object({ ok: z.literal(true) })
