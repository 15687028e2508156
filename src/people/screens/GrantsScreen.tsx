import { App, Button, Select, Segmented, type TableColumnType } from 'antd'
import { ListTable } from '#console/parts/ListTable.tsx'
import { useState, type FormEvent } from 'react'
import { useAddress } from '#console/address.ts'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { minuteText } from '#console/time.ts'
import { roleLabels, roles, roleScopes, type Role } from '../model.ts'
import type { GrantRow, StaffRow } from '../views.ts'
import { BodyPick, useBodies, useBody } from './BodyPick.tsx'
import { countOf, shownOf } from './shown.ts'

/** 角色授权: one security administrator grants, another activates; nobody for himself. */
export default function GrantsScreen() {
  const me = useMe()
  const { search, set } = useAddress()
  const body = useBody(search.body)
  const grants = useGet<GrantRow[]>(`/api/people/grants?body=${body}`, { keep: true })
  const doing = useDoing()
  const { modal } = App.useApp()
  const shown = shownOf(search.state, grants.data)
  const rows = grants.data?.filter(row => row.state === shown) ?? []
  const act = async (row: GrantRow, verb: string) => {
    await doing.run('POST', `/api/people/grants/${row.id}/${verb}`)
    await grants.reload()
  }
  const columns: TableColumnType<GrantRow>[] = [
    {
      key: 'who',
      title: '人员',
      render: (_, row) => (
        <>
          <strong>{row.staffName}</strong> <code className="quiet">{row.account}</code>
        </>
      ),
    },
    { key: 'role', title: '角色', render: (_, row) => row.label },
    { key: 'where', title: '范围', render: (_, row) => row.departmentName ?? '全单位' },
    {
      key: 'granted',
      title: '授予',
      render: (_, row) => (
        <>
          {row.grantedBy ?? '初始任命'}
          <br />
          <span className="quiet">{minuteText(row.grantedAt)}</span>
        </>
      ),
    },
    {
      key: 'activated',
      title: shown === 'revoked' ? '收回' : '激活',
      render: (_, row) => {
        const [by, at] =
          shown === 'revoked' ? [row.revokedBy, row.revokedAt] : [row.activatedBy, row.activatedAt]
        return at ? (
          <>
            {by ?? '初始任命'}
            <br />
            <span className="quiet">{minuteText(at)}</span>
          </>
        ) : (
          '等另一人激活'
        )
      },
    },
    {
      key: 'act',
      title: '操作',
      render: (_, row) => (
        <span className="row-keys">
          {row.offers.map(offer =>
            offer.blocked.length > 0 ? (
              <span key={offer.verb} className="quiet blocked-words">
                {offer.blocked.join('')}
              </span>
            ) : (
              <Button
                key={offer.verb}
                size="small"
                type={offer.verb === 'activate' ? 'primary' : 'default'}
                aria-label={`${offer.label}：${row.staffName} ${row.label}`}
                onClick={() =>
                  modal.confirm({
                    title: `${offer.label}？`,
                    content: `${row.staffName}，${row.bodyName}${row.departmentName ?? ''}，${row.label}。${offer.verb === 'activate' ? '激活后立即可以办理。' : '收回后立即不能再办理，履历保留。'}`,
                    okText: offer.label,
                    cancelText: '再想想',
                    onOk: () => act(row, offer.verb),
                  })
                }
              >
                {offer.label}
              </Button>
            ),
          )}
        </span>
      ),
    },
  ]
  return (
    <Page
      title="角色授权"
      lead="由一名安全保密管理员授予，另一名激活后才生效；不能给自己授权，三员角色一个账号只能有一个。"
      actions={<BodyPick value={body} onChange={id => set({ body: String(id) })} />}
    >
      {me.administrator === 'securityAdmin' ? (
        <NewGrant body={body} onMade={() => void grants.reload()} />
      ) : null}
      <Segmented
        aria-label="授权状态"
        value={shown}
        options={[
          { value: 'pending', label: `待激活 ${countOf(grants.data, 'pending')}` },
          { value: 'active', label: `已生效 ${countOf(grants.data, 'active')}` },
          { value: 'revoked', label: `已收回 ${countOf(grants.data, 'revoked')}` },
        ]}
        onChange={state => set({ state }, 'replace')}
      />
      <Fault error={doing.error} />
      {grants.loading ? (
        <Loading rows={8} />
      ) : grants.error || !grants.data ? (
        <Failed error={grants.error} retry={() => void grants.reload()} />
      ) : rows.length === 0 ? (
        <Empty title={shown === 'pending' ? '没有等待激活的授权' : '没有这样的授权'} />
      ) : (
        <ListTable<GrantRow> label="角色授权" rowKey="id" columns={columns} dataSource={rows} pageSize={30} />
      )}
    </Page>
  )
}

function NewGrant({ body, onMade }: { body: number; onMade: () => void }) {
  const bodies = useBodies()
  const staff = useGet<StaffRow[]>(`/api/people/staff?body=${body}`)
  const [who, setWho] = useState<number | undefined>()
  const [role, setRole] = useState<Role | undefined>()
  const [department, setDepartment] = useState<number | undefined>()
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['staff', 'role', 'department'])
  const departments = bodies.data?.find(one => one.id === body)?.departments ?? []
  const scope = role ? roleScopes[role] : 'body'
  async function submit(event: FormEvent) {
    event.preventDefault()
    const made = await doing.run('POST', '/api/people/grants', {
      staff: who,
      role,
      body,
      department: scope === 'body' ? null : (department ?? null),
    })
    if (made === undefined) return
    setWho(undefined)
    setRole(undefined)
    setDepartment(undefined)
    onMade()
  }
  return (
    <form onSubmit={submit} noValidate className="grant-form" aria-label="授予角色">
      <Faults reasons={sorted.rest} />
      <Field name="staff" label="人员" required reasons={sorted.fields.get('staff')}>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="姓名或账号"
            value={who}
            options={staff.data
              ?.filter(one => one.active)
              .map(one => ({ value: one.id, label: `${one.name} ${one.account}` }))}
            onChange={(id: number) => setWho(id)}
          />
        )}
      </Field>
      <Field name="role" label="角色" required reasons={sorted.fields.get('role')}>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={role}
            options={roles.map(one => ({ value: one, label: roleLabels[one] }))}
            onChange={(next: Role) => setRole(next)}
          />
        )}
      </Field>
      {scope === 'body' ? null : (
        <Field
          name="department"
          label="部门"
          required={scope === 'department'}
          reasons={sorted.fields.get('department')}
        >
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              allowClear
              value={department}
              placeholder={scope === 'either' ? '不选即全单位' : undefined}
              options={departments.map(one => ({ value: one.id, label: one.name }))}
              onChange={(id: number | undefined) => setDepartment(id)}
            />
          )}
        </Field>
      )}
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        授予
      </Button>
    </form>
  )
}
