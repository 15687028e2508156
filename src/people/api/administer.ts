import { z } from 'zod'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import {
  addBody,
  addDepartment,
  addStaff,
  clearTotp,
  disableStaff,
  enableStaff,
  resetPassword,
  unlockStaff,
} from '../actions/account.ts'
import { changeDepartment, disableBody, enableBody, renameBody, switchDepartment } from '../actions/body.ts'
import { audit, type EventWords } from '../actions/audit.ts'
import { activateGrant, grantRole, revokeGrant } from '../actions/grant.ts'
import { bodyChangeForm, bodyForm, dayForm, departmentForm, grantForm, staffForm } from '../model.ts'
import { bodiesFor, grantRows, lineUnder, staffRows } from '../present.ts'
import { grantById } from '../store/grants.ts'
import { staffById } from '../store/staff.ts'
import {
  auditPage,
  bodyNode,
  grantRow,
  okView,
  staffMade,
  staffRow,
  type GrantRow,
  type StaffRow,
} from '../views.ts'
import { idParams } from './me.ts'

const optionalId = z.coerce.number().int().positive().max(2_147_483_647).optional()
const bodyQuery = z.object({
  body: z.coerce
    .number({ error: '请选择单位。' })
    .int({ error: '请选择单位。' })
    .positive({ error: '请选择单位。' })
    .max(2_147_483_647, { error: '请选择单位。' }),
})
const made = z.object({ id: z.int() })
const ok = { ok: true as const }

/** What the three administrators do: bodies, accounts, grants, audit. The powers are a table in model.ts. */
export function administerRoutes(
  house: House,
  options: { readonly words?: EventWords },
): (app: App) => Promise<void> {
  const staffView = async (id: number): Promise<StaffRow> => {
    const staff = await staffById(house.db, id)
    const [row] = staff ? await staffRows(house, staff.body_id, id) : []
    if (!row) throw new Refused('not-found', '没有找到这个人员。')
    return row
  }
  const grantView = async (actor: Actor, id: number): Promise<GrantRow> => {
    const grant = await grantById(house.db, id)
    const [row] = grant ? await grantRows(house, actor, grant.body_id, { withRevoked: true, only: id }) : []
    if (!row) throw new Refused('not-found', '没有找到这项授权。')
    return row
  }

  return async app => {
    app.get('/api/people/bodies', { schema: { response: { 200: z.array(bodyNode) } } }, request =>
      bodiesFor(house.db, request.actor),
    )
    app.post('/api/people/bodies', { schema: { body: bodyForm, response: { 200: made } } }, async request => {
      const id = await addBody(house, request.actor, request.body)
      // The public side reads the tree of bodies, too.
      house.recordChanged()
      return { id }
    })
    app.post(
      '/api/people/bodies/:id/departments',
      { schema: { params: idParams, body: departmentForm, response: { 200: made } } },
      async request => ({ id: await addDepartment(house, request.actor, request.params.id, request.body) }),
    )

    app.post(
      '/api/people/bodies/:id',
      { schema: { params: idParams, body: bodyChangeForm, response: { 200: okView } } },
      async request => {
        await renameBody(house, request.actor, request.params.id, request.body)
        house.recordChanged()
        return ok
      },
    )
    for (const [verb, step] of Object.entries({ disable: disableBody, enable: enableBody }))
      app.post(
        `/api/people/bodies/:id/${verb}`,
        { schema: { params: idParams, response: { 200: okView } } },
        async request => {
          await step(house, request.actor, request.params.id)
          return ok
        },
      )
    const departmentParams = idParams.extend({ department: idParams.shape.id })
    app.post(
      '/api/people/bodies/:id/departments/:department',
      { schema: { params: departmentParams, body: departmentForm, response: { 200: okView } } },
      async request => {
        const { id, department } = request.params
        await changeDepartment(house, request.actor, id, department, request.body)
        return ok
      },
    )
    for (const verb of ['disable', 'enable'] as const)
      app.post(
        `/api/people/bodies/:id/departments/:department/${verb}`,
        { schema: { params: departmentParams, response: { 200: okView } } },
        async request => {
          const { id, department } = request.params
          await switchDepartment(house, request.actor, id, department, verb === 'enable')
          return ok
        },
      )

    app.get(
      '/api/people/staff',
      { schema: { querystring: bodyQuery, response: { 200: z.array(staffRow) } } },
      async request => {
        await lineUnder(house.db, request.actor, 'listStaff', request.query.body)
        return staffRows(house, request.query.body)
      },
    )
    app.post(
      '/api/people/staff',
      { schema: { body: staffForm, response: { 200: staffMade } } },
      async request => {
        const { id, password } = await addStaff(house, request.actor, request.body)
        return { staff: await staffView(id), password }
      },
    )
    const changes = { disable: disableStaff, enable: enableStaff, unlock: unlockStaff, clearTotp }
    for (const [verb, change] of Object.entries(changes))
      app.post(
        `/api/people/staff/:id/${verb}`,
        { schema: { params: idParams, response: { 200: staffRow } } },
        async request => {
          await change(house, request.actor, request.params.id)
          return staffView(request.params.id)
        },
      )
    app.post(
      '/api/people/staff/:id/resetPassword',
      { schema: { params: idParams, response: { 200: staffMade } } },
      async request => {
        const password = await resetPassword(house, request.actor, request.params.id)
        return { staff: await staffView(request.params.id), password }
      },
    )

    app.get(
      '/api/people/grants',
      {
        schema: {
          querystring: bodyQuery.extend({ revoked: z.enum(['0', '1']).optional() }),
          response: { 200: z.array(grantRow) },
        },
      },
      async request => {
        await lineUnder(house.db, request.actor, 'listGrants', request.query.body)
        return grantRows(house, request.actor, request.query.body, {
          withRevoked: request.query.revoked === '1',
        })
      },
    )
    app.post(
      '/api/people/grants',
      { schema: { body: grantForm, response: { 200: grantRow } } },
      async request => grantView(request.actor, await grantRole(house, request.actor, request.body)),
    )
    for (const [verb, step] of Object.entries({ activate: activateGrant, revoke: revokeGrant }))
      app.post(
        `/api/people/grants/:id/${verb}`,
        { schema: { params: idParams, response: { 200: grantRow } } },
        async request => {
          await step(house, request.actor, request.params.id)
          return grantView(request.actor, request.params.id)
        },
      )

    app.get(
      '/api/people/audit',
      {
        schema: {
          querystring: z.object({
            body: optionalId,
            staff: optionalId,
            verb: z.string().trim().max(40).optional(),
            from: dayForm.optional(),
            until: dayForm.optional(),
            page: z.coerce.number().int().min(1).max(2000).default(1),
          }),
          response: { 200: auditPage },
        },
      },
      request =>
        audit(
          house,
          request.actor,
          { ...request.query, verb: request.query.verb || undefined },
          options.words,
        ),
    )
  }
}
