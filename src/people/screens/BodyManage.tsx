import { App, Button, Input, Modal, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { duties, dutyLabels, levelLabels, levels, slugText, type Duty, type Level } from '../model.ts'
import type { BodyNode } from '../views.ts'

type Department = BodyNode['departments'][number]
type Making =
  | { readonly kind: 'child' }
  | { readonly kind: 'body' }
  | { readonly kind: 'department'; readonly department: Department | null }

type Props = { readonly body: BodyNode; readonly maker: boolean; readonly reload: () => void }

/** The chosen body and its departments; the system administrator sets up, renames and rests them. */
export function BodyManage({ body, maker, reload }: Props) {
  const [making, setMaking] = useState<Making | null>(null)
  const { modal } = App.useApp()
  const doing = useDoing()
  const base = `/api/people/bodies/${body.id}`
  const act = async (path: string) => {
    if (await doing.run('POST', path)) reload()
  }
  const ask = (title: string, content: string, path: string) =>
    modal.confirm({ title, content, okText: title, cancelText: '再想想', onOk: () => act(path) })
  const done = () => {
    setMaking(null)
    reload()
  }
  return (
    <>
      <h2>
        {body.name}
        {body.active ? null : <span className="state-word">已停用</span>}
      </h2>
      <p className="quiet">
        {`${body.levelLabel}，网址名 ${body.slug}（公开网页的地址是 /${body.slug}/…）`}
        {body.creditCode ? `，统一社会信用代码 ${body.creditCode}` : ''}
      </p>
      {maker ? (
        <p className="row-keys">
          <Button size="small" onClick={() => setMaking({ kind: 'body' })}>
            修改单位
          </Button>
          <Button size="small" disabled={!body.active} onClick={() => setMaking({ kind: 'child' })}>
            设立下级单位
          </Button>
          <Button
            size="small"
            disabled={!body.active}
            onClick={() => setMaking({ kind: 'department', department: null })}
          >
            设立部门
          </Button>
          {body.active ? (
            <Button
              size="small"
              onClick={() =>
                ask(
                  '停用单位',
                  `${body.name}停用后不能再建账号和下级单位；已经公开的内容、地址和履历都保留。`,
                  `${base}/disable`,
                )
              }
            >
              停用单位
            </Button>
          ) : (
            <Button size="small" onClick={() => void act(`${base}/enable`)}>
              启用单位
            </Button>
          )}
        </p>
      ) : null}
      <Fault error={doing.error} />
      {body.departments.length === 0 ? (
        <p className="quiet">没有内设部门。</p>
      ) : (
        <ul className="departments" aria-label="内设部门">
          {body.departments.map(one => (
            <li key={one.id}>
              <span>
                {one.name}
                <span className="quiet">（{dutyLabels[one.duty]}）</span>
                {one.active ? null : <span className="state-word">已停用</span>}
              </span>
              {maker ? (
                <span className="row-keys">
                  <Button
                    size="small"
                    type="text"
                    aria-label={`修改部门：${one.name}`}
                    onClick={() => setMaking({ kind: 'department', department: one })}
                  >
                    修改
                  </Button>
                  <Button
                    size="small"
                    type="text"
                    aria-label={`${one.active ? '停用' : '启用'}部门：${one.name}`}
                    onClick={() =>
                      one.active
                        ? ask(
                            '停用部门',
                            `${one.name}停用后不能再分配人员和会签，已办的公文和履历保留。`,
                            `${base}/departments/${one.id}/disable`,
                          )
                        : void act(`${base}/departments/${one.id}/enable`)
                    }
                  >
                    {one.active ? '停用' : '启用'}
                  </Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {making?.kind === 'department' ? (
        <DepartmentForm
          body={body}
          department={making.department}
          onClose={() => setMaking(null)}
          onDone={done}
        />
      ) : making ? (
        <BodyForm body={body} child={making.kind === 'child'} onClose={() => setMaking(null)} onDone={done} />
      ) : null}
    </>
  )
}

type FormProps = { readonly body: BodyNode; readonly onClose: () => void; readonly onDone: () => void }

type BodyWords = Readonly<Record<'name' | 'shortName' | 'creditCode' | 'slug' | 'region', string>>

function BodyForm({ body, child, onClose, onDone }: FormProps & { readonly child: boolean }) {
  const below = levels.slice(levels.indexOf(body.level) + 1)
  const start: BodyWords = child
    ? { name: '', shortName: '', creditCode: '', slug: '', region: '' }
    : { name: body.name, shortName: body.shortName, creditCode: body.creditCode ?? '', slug: '', region: '' }
  const typed = useTyped<BodyWords & { readonly level: Level | undefined }>(
    `body-${child ? 'below-' : ''}${body.id}`,
    { ...start, level: below[0] },
  )
  const { level, ...form } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], [...Object.keys(form), 'level'])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const common = { name: form.name, shortName: form.shortName, creditCode: form.creditCode || null }
    const done = child
      ? await doing.run('POST', '/api/people/bodies', {
          ...common,
          parent: body.id,
          slug: form.slug,
          level,
          region: form.region,
        })
      : await doing.run('POST', `/api/people/bodies/${body.id}`, common)
    if (!done) return
    typed.forget()
    onDone()
  }
  const box = (field: keyof typeof form, label: string, hint: string, required: boolean) => (
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
    <Modal
      open
      title={child ? `在${body.name}下设立单位` : `修改${body.name}`}
      footer={null}
      onCancel={onClose}
    >
      <form onSubmit={submit} noValidate>
        <PutBack of={typed} />
        <Faults reasons={sorted.rest} />
        {box('name', '单位名称', '写全称，公众看到的就是这个名称。', true)}
        {box('shortName', '单位简称', '', true)}
        {child ? (
          <>
            {box('slug', '网址名', `${slugText}公开网页的地址都从它开始，建好后不能改，例如 xiuwu。`, true)}
            <Field name="level" label="层级" required reasons={sorted.fields.get('level')}>
              {({ status, ...control }) => (
                <Select
                  {...control}
                  status={status}
                  value={level}
                  options={below.map(one => ({ value: one, label: levelLabels[one] }))}
                  onChange={(next: Level) => typed.set({ level: next })}
                />
              )}
            </Field>
            {box('region', '行政区划代码', '6 位数字，例如修武县 410821；决定节假日安排和索引号。', true)}
          </>
        ) : (
          <p className="quiet">网址名 {body.slug} 不能改：已经公开的地址、发布回执和别处的链接都靠它。</p>
        )}
        {box('creditCode', '统一社会信用代码', '18 位，可以以后再填；索引号模板用到时必填。', false)}
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {child ? '设立' : '保存'}
        </Button>
      </form>
    </Modal>
  )
}

function DepartmentForm({
  body,
  department,
  onClose,
  onDone,
}: FormProps & { readonly department: Department | null }) {
  const typed = useTyped<{ readonly name: string; readonly duty: Duty }>(
    `department-${body.id}-${department?.id ?? 'new'}`,
    { name: department?.name ?? '', duty: department?.duty ?? 'business' },
  )
  const { name, duty } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['name', 'duty'])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const path = `/api/people/bodies/${body.id}/departments${department ? `/${department.id}` : ''}`
    if (!(await doing.run('POST', path, { name, duty }))) return
    typed.forget()
    onDone()
  }
  return (
    <Modal
      open
      title={department ? `修改${department.name}` : `在${body.name}设立部门`}
      footer={null}
      onCancel={onClose}
    >
      <form onSubmit={submit} noValidate>
        <PutBack of={typed} />
        <Faults reasons={sorted.rest} />
        <Field name="name" label="部门名称" required reasons={sorted.fields.get('name')}>
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              autoComplete="off"
              value={name}
              onChange={event => typed.set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="duty"
          label="职能"
          required
          reasons={sorted.fields.get('duty')}
          hint="承担政务公开、保密、法制的部门据此认出；普通业务科室选“业务”。"
        >
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={duty}
              options={duties.map(one => ({ value: one, label: dutyLabels[one] }))}
              onChange={(next: Duty) => typed.set({ duty: next })}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {department ? '保存' : '设立'}
        </Button>
      </form>
    </Modal>
  )
}
