import { App, Button, Input, Modal, Select, Tag, type TableColumnType } from 'antd'
import { ListTable } from '#console/parts/ListTable.tsx'
import { useState, type FormEvent } from 'react'
import { useAddress } from '#console/address.ts'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { minuteText, nearText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import { useTyped } from '#console/useTyped.ts'
import type { BodyNode, StaffMade, StaffRow } from '../views.ts'
import { BodyManage } from './BodyManage.tsx'
import { BodyPick, useBodies, useBody } from './BodyPick.tsx'

/** 单位与人员: the tree of bodies, and the accounts of the one chosen. Only the system administrator changes accounts. */
export default function StaffScreen() {
  const me = useMe()
  const { search, set } = useAddress()
  const wide = useWide(1000)
  const body = useBody(search.body)
  const bodies = useBodies()
  const staff = useGet<StaffRow[]>(`/api/people/staff?body=${body}`, { keep: true })
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null)
  const here = bodies.data?.find(one => one.id === body)
  const maker = me.administrator === 'systemAdmin'
  const pick = (id: number) => set({ body: String(id) })
  return (
    <Page
      title="单位与人员"
      lead="系统管理员建账号，安全保密管理员授角色，审计管理员看记录：三员互不代替。"
      actions={
        maker && here ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            新建账号
          </Button>
        ) : null
      }
    >
      <div className="tree-page">
        {wide ? (
          <Tree bodies={bodies.data ?? []} chosen={body} pick={pick} />
        ) : (
          <BodyPick value={body} onChange={pick} />
        )}
        <section aria-label={here?.name ?? '人员'}>
          {here ? <BodyManage body={here} maker={maker} reload={() => void bodies.reload()} /> : null}
          {staff.loading ? (
            <Loading rows={8} />
          ) : staff.error || !staff.data ? (
            <Failed error={staff.error} retry={() => void staff.reload()} />
          ) : staff.data.length === 0 ? (
            <Empty title="这个单位还没有账号">
              <p>{maker ? '请新建账号，再由安全保密管理员授予角色。' : '账号由系统管理员建立。'}</p>
            </Empty>
          ) : (
            <People
              rows={staff.data}
              maker={maker}
              reload={() => void staff.reload()}
              onSecret={(name, password) => setSecret({ name, password })}
            />
          )}
        </section>
      </div>
      {making && here ? (
        <NewStaff
          body={here}
          onClose={() => setMaking(false)}
          onMade={made => {
            setMaking(false)
            setSecret({ name: made.staff.name, password: made.password })
            void staff.reload()
          }}
        />
      ) : null}
      <Modal
        open={secret !== null}
        title="初始口令，只显示这一次"
        footer={null}
        onCancel={() => setSecret(null)}
      >
        <p>请当面或用保密的方式交给{secret?.name}，首次登录时必须更换。</p>
        <p className="secret">{secret?.password}</p>
      </Modal>
    </Page>
  )
}

function Tree({
  bodies,
  chosen,
  pick,
}: {
  bodies: readonly BodyNode[]
  chosen: number
  pick: (id: number) => void
}) {
  return (
    <nav className="tree" aria-label="单位">
      <ul>
        {bodies.map(body => (
          <li key={body.id} style={{ paddingInlineStart: 14 * body.depth }}>
            <button
              type="button"
              aria-current={body.id === chosen ? 'true' : undefined}
              onClick={() => pick(body.id)}
            >
              {body.name}
              <span className="quiet">{body.levelLabel}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type PeopleProps = {
  readonly rows: readonly StaffRow[]
  readonly maker: boolean
  readonly reload: () => void
  readonly onSecret: (name: string, password: string) => void
}

function People({ rows, maker, reload, onSecret }: PeopleProps) {
  const { modal } = App.useApp()
  const doing = useDoing()
  const act = async (row: StaffRow, verb: string) => {
    const done = await doing.run<{ password?: string }>('POST', `/api/people/staff/${row.id}/${verb}`)
    if (done?.password) onSecret(row.name, done.password)
    reload()
  }
  const ask = (row: StaffRow, verb: string, title: string, content: string) =>
    modal.confirm({ title, content, okText: title, cancelText: '再想想', onOk: () => act(row, verb) })
  const columns: TableColumnType<StaffRow>[] = [
    {
      key: 'name',
      title: '姓名',
      render: (_, row) => (
        <>
          <strong>{row.name}</strong>
          <br />
          <code className="quiet">{row.account}</code>
        </>
      ),
    },
    { key: 'department', title: '部门', render: (_, row) => row.department?.name ?? '—' },
    {
      key: 'roles',
      title: '角色',
      render: (_, row) =>
        row.roles
          .filter(role => role.state !== 'revoked')
          .map(role => (
            <Tag key={role.role}>
              {role.label}
              {role.state === 'pending' ? '（待激活）' : ''}
            </Tag>
          )),
    },
    {
      key: 'state',
      title: '状态',
      render: (_, row) => (
        <>
          {row.active ? '在用' : '已停用'}
          {row.lockedUntil ? `，锁定至 ${minuteText(row.lockedUntil)}` : ''}
          {row.mustChange ? '，须换口令' : ''}
          <br />
          <span className="quiet">
            {row.lastSeenAt ? `最近登录 ${nearText(row.lastSeenAt)}` : '没有登录过'}
          </span>
        </>
      ),
    },
  ]
  if (maker)
    columns.push({
      key: 'act',
      title: '操作',
      render: (_, row) => (
        <span className="row-keys">
          {row.lockedUntil ? (
            <Button size="small" onClick={() => void act(row, 'unlock')}>
              解除锁定
            </Button>
          ) : null}
          <Button
            size="small"
            onClick={() =>
              ask(
                row,
                'resetPassword',
                '重置口令',
                `${row.name} 现有的登录全部注销，凭新的初始口令登录后必须更换。`,
              )
            }
          >
            重置口令
          </Button>
          {row.active ? (
            <Button
              size="small"
              onClick={() => ask(row, 'disable', '停用账号', `${row.name} 立即不能登录，已办的履历保留。`)}
            >
              停用
            </Button>
          ) : (
            <Button size="small" onClick={() => void act(row, 'enable')}>
              启用
            </Button>
          )}
        </span>
      ),
    })
  return (
    <>
      <Fault error={doing.error} />
      <ListTable<StaffRow> label="人员账号" rowKey="id" columns={columns} dataSource={rows} pageSize={30} />
    </>
  )
}

type NewProps = {
  readonly body: BodyNode
  readonly onClose: () => void
  readonly onMade: (made: StaffMade) => void
}

type NewPerson = {
  readonly account: string
  readonly name: string
  readonly title: string
  readonly department: number | null
}

function NewStaff({ body, onClose, onMade }: NewProps) {
  const typed = useTyped<NewPerson>(`new-staff-${body.id}`, {
    account: '',
    name: '',
    title: '',
    department: null,
  })
  const form = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], [
    'account',
    'name',
    'title',
    'department',
  ])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const made = await doing.run<StaffMade>('POST', '/api/people/staff', {
      body: body.id,
      account: form.account.trim(),
      name: form.name.trim(),
      title: form.title.trim() || null,
      department: form.department,
    })
    if (!made) return
    typed.forget()
    onMade(made)
  }
  const box = (field: 'account' | 'name' | 'title', label: string, hint: string, required: boolean) => (
    <Field name={field} label={label} hint={hint} required={required} reasons={sorted.fields.get(field)}>
      {({ status, ...control }) => (
        <Input
          {...control}
          status={status}
          autoComplete="off"
          value={form[field]}
          onChange={event => typed.set({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <Modal open title={`在${body.name}新建账号`} footer={null} onCancel={onClose}>
      <form onSubmit={submit} noValidate>
        <PutBack of={typed} />
        <Faults reasons={sorted.rest} />
        {box('account', '账号', '小写字母开头，可用小写字母、数字、点、下划线、连字符。建好后不能改。', true)}
        {box('name', '姓名', '', true)}
        {box('title', '职务', '', false)}
        <Field name="department" label="部门" reasons={sorted.fields.get('department')}>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              allowClear
              value={form.department ?? undefined}
              options={body.departments
                .filter(one => one.active)
                .map(one => ({ value: one.id, label: one.name }))}
              onChange={(id: number | undefined) => typed.set({ department: id ?? null })}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          建立
        </Button>
      </form>
    </Modal>
  )
}
