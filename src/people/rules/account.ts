import type { Actor } from '#kit/actor.ts'
import type { Reason } from '#kit/errors.ts'
import { isAdministratorRole } from '../model.ts'
import { lastReason, powerReason, type Held, type Line } from './power.ts'

/** An account on which an administrator acts. */
export type Account = {
  readonly staffId: number
  readonly name: string
  readonly active: boolean
  readonly totpOn: boolean
  readonly held: readonly Held[]
}

export type AccountVerb = 'disable' | 'enable' | 'resetPassword' | 'unlock' | 'clearTotp'

/** Why this person may not do this to that account at all (forbidden). `line`: the account's body and those above. */
export function mayNotChange(actor: Actor, verb: AccountVerb, account: Account, line: Line): Reason[] {
  const reasons: Reason[] = []
  const power = powerReason(actor, verb, line)
  if (power) reasons.push(power)
  if (actor.staffId === account.staffId)
    reasons.push({
      text:
        verb === 'resetPassword'
          ? '不能重置自己的口令，请在“修改口令”中修改。'
          : verb === 'clearTotp'
            ? '不能解除自己的动态口令，请在“动态口令”中停用。'
            : '不能对自己的账号这样做，须由另一名管理员办理。',
    })
  else if (verb === 'resetPassword' && !power) {
    // Whoever resets the password of a fellow administrator could be both: the step must come from above.
    const theirs = account.held.filter(h => isAdministratorRole(h.role)).map(h => h.bodyId)
    const above = theirs.every(at =>
      actor.roles.some(r => r.role === 'systemAdmin' && r.bodyId !== at && isAbove(line, r.bodyId, at)),
    )
    if (!above)
      reasons.push({
        text: '三员不能相互接管账号：管理员的口令须由上级单位的系统管理员重置，或在服务器上用 zhaoming setup 重置。',
      })
  }
  return reasons
}

/** Whether `a` stands above `b` in a line (itself first, the topmost last); a body outside it is below nobody here. */
function isAbove(line: Line, a: number, b: number): boolean {
  const [x, y] = [line.indexOf(a), line.indexOf(b)]
  return x >= 0 && (y < 0 || x > y)
}

/** Why it cannot be done now. `others`: for each administrator role in force, how many others stand over its body. */
export function changeReasons(
  verb: AccountVerb,
  account: Account,
  others: readonly { readonly role: string; readonly others: number }[],
): Reason[] {
  if (verb === 'enable') return account.active ? [{ text: `${account.name}的账号没有停用。` }] : []
  if (verb === 'clearTotp') return account.totpOn ? [] : [{ text: `${account.name}没有启用动态口令。` }]
  if (verb !== 'disable') return []
  if (!account.active) return [{ text: `${account.name}的账号已经停用。` }]
  return others.flatMap(o => lastReason(o.role, o.others) ?? [])
}
