import { Button, Checkbox, Input } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Choice } from '#console/parts/Filters.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Failed } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { minuteText, sizeText } from '#console/time.ts'
import { fileRoleLabels, uploadedRoles, type CaseFileView, type FileRole } from '../files/model.ts'
import type { CaseView } from '../views.ts'

/** 案卷材料: what is kept, who added it, whether what is to be opened holds nothing that was masked. */
export function CaseFiles({ view, onChange }: { view: CaseView; onChange: () => void }) {
  const base = `/api/requests/${view.id}/files`
  const { data, error, reload } = useGet<readonly CaseFileView[]>(base, { fresh: 0 })
  const [role, setRole] = useState<FileRole>('evidence')
  const [asked, setAsked] = useState<{ id: number; about: About } | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const doing = useDoing()
  if (error) return <Failed error={error} retry={() => void reload()} />
  if (!data) return null
  const changed = async () => {
    setAsked(null)
    await reload()
    onChange()
  }
  const upload = async (file: File | undefined) => {
    if (!file) return
    const form = new FormData()
    // The role stands before the file: the server reads fields in their order.
    form.append('role', role)
    form.append('file', file)
    if (await doing.run('POST', base, form)) await changed()
    if (input.current) input.current.value = ''
  }
  return (
    <section aria-labelledby="files-title">
      <h2 id="files-title">材料</h2>
      <Fault error={doing.error} />
      {data.length === 0 ? <p className="quiet">还没有材料。</p> : null}
      <ul className="request-earlier">
        {data.map(file => (
          <li key={file.id}>
            <strong>{file.roleLabel}</strong>　{file.name}
            <p className="quiet">
              {[sizeText(file.size), file.by ?? '申请人', minuteText(file.addedAt)].join('　')}
            </p>
            {file.check && !file.deletedAt ? <Check check={file.check} /> : null}
            {file.deletedAt ? (
              <p className="quiet">内容已于{minuteText(file.deletedAt)}删除，只留下记录。</p>
            ) : (
              <div className="act-buttons">
                {file.isPersonal ? (
                  <Button size="small" onClick={() => setAsked({ id: file.id, about: 'open' })}>
                    查看
                  </Button>
                ) : (
                  <a href={`${base}/${file.id}/content`}>下载</a>
                )}
                {file.role === 'open-part' ? (
                  <>
                    <Button size="small" onClick={() => setAsked({ id: file.id, about: 'check' })}>
                      检查
                    </Button>
                    <Button size="small" onClick={() => setAsked({ id: file.id, about: 'mask' })}>
                      遮盖
                    </Button>
                  </>
                ) : null}
                <Button
                  size="small"
                  type="text"
                  aria-label={`删除：${file.name}`}
                  onClick={() => setAsked({ id: file.id, about: 'remove' })}
                >
                  删除
                </Button>
              </div>
            )}
            {asked?.id === file.id ? (
              <Ask
                key={asked.about}
                about={asked.about}
                address={`${base}/${file.id}`}
                onDone={() => void changed()}
                onCancel={() => setAsked(null)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {view.imported ? null : (
        <div className="filters">
          <Choice
            label="添加材料"
            value={role}
            options={uploadedRoles.map(one => ({ value: one, label: fileRoleLabels[one] }))}
            onChange={setRole}
          />
          <Button loading={doing.busy} onClick={() => input.current?.click()}>
            选择文件
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="选择文件"
            accept=".pdf,.docx,.xlsx,.ofd,.jpg,.jpeg,.png,.txt,.csv"
            onChange={event => void upload(event.target.files?.[0])}
          />
        </div>
      )}
    </section>
  )
}

function Check({ check }: { check: NonNullable<CaseFileView['check']> }) {
  return (
    <div role={check.clean ? 'status' : 'alert'} className={check.clean ? undefined : 'faults'}>
      <p>
        {check.clean
          ? `${minuteText(check.at)}检查通过，可以公开。`
          : `没有通过检查，发现${check.findings.length}处：`}
      </p>
      {check.findings.length > 0 ? (
        <ul>
          {check.findings.map((finding, at) => (
            <li key={at}>
              {finding.label}：{finding.message}
            </li>
          ))}
        </ul>
      ) : null}
      {check.checks.map(words => (
        <p key={words} className="quiet">
          {words}
        </p>
      ))}
    </div>
  )
}

const questions = {
  open: {
    label: '查看的用途',
    hint: '例如“核对身份”“邮寄答复书”。记入履历；写明后10分钟内可以打开。',
    button: '查看',
  },
  remove: { label: '删除的理由', hint: '内容删除，名称和理由留在案卷里。', button: '删除' },
  check: {
    label: '遮盖了哪些内容（可以不填）',
    hint: '一行一项，如姓名、公司名称。检查时用另一种程序找这些内容，找得到就不算遮盖。这里填的不保存。',
    button: '检查',
  },
  mask: {
    label: '除个人信息以外还要遮盖的内容（可以不填）',
    hint: '身份证号、电话、住址等自动找出遮盖；姓名、公司名称、商业秘密请写在这里，一行一项。遮盖后另存一份并自动检查，原件转为证据留存。这里填的不保存。',
    button: '遮盖并检查',
  },
}
type About = keyof typeof questions

type AskProps = {
  readonly about: About
  readonly address: string
  readonly onDone: () => void
  readonly onCancel: () => void
}

function Ask({ about, address, onDone, onCancel }: AskProps) {
  const [text, setText] = useState('')
  const [looked, setLooked] = useState(false)
  const doing = useDoing()
  const { label, hint, button } = questions[about]
  const listsWords = about === 'check' || about === 'mask'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const words = text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
    const [verb, body] =
      about === 'open'
        ? (['reveal', { reason: text }] as const)
        : about === 'remove'
          ? (['remove', { reason: text }] as const)
          : ([about, { form: about === 'check' ? { words, looked } : { words } }] as const)
    if (!(await doing.run('POST', `${address}/${verb}`, body))) return
    if (about === 'open') window.location.assign(`${address}/content`)
    onDone()
  }
  return (
    <form className="act" noValidate aria-label={label} onSubmit={event => void submit(event)}>
      <Fault error={doing.error} />
      <Field name={`file-${about}`} label={label} hint={hint} required={!listsWords}>
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            value={text}
            maxLength={2000}
            autoSize={{ minRows: listsWords ? 3 : 1, maxRows: 8 }}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      {about === 'check' ? (
        <Checkbox checked={looked} onChange={event => setLooked(event.target.checked)}>
          图片、扫描的页面已逐页看过（没有的不用勾）
        </Checkbox>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {button}
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </form>
  )
}
