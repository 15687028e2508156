import { Button, Input, InputNumber, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { systemBeginning } from '../workflow.ts'
import type { ReportLine, SystemLine, SystemsView } from '../views.ts'

/** 业务系统报送: which programs may report disclosures against items, with their tokens and calls, and what they reported. */
export default function SystemsScreen() {
  const { data, error, loading, reload } = useGet<SystemsView>('/api/catalogs/systems', { fresh: 0 })
  const [token, setToken] = useState<{ system: string; text: string } | null>(null)
  const refresh = useRefresh()
  if (loading || error || !data)
    return (
      <Page title="业务系统报送">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const again = () => void refresh('/api/catalogs/systems')
  return (
    <Page
      wide
      title="业务系统报送"
      lead={
        <>
          许可、处罚、救助等业务系统公开了信息，报送标题、网址和对应的事项，就算作这一事项的公开，公众页面写明由哪个系统报送。接口说明见
          /api/v1/openapi.json。 <Clause id="焦作/二(一)2" />
        </>
      }
    >
      {token ? (
        <div className="token-once" role="alert">
          <h2>“{token.system}”的口令</h2>
          <p>只显示这一次，请马上交给系统的负责人；离开这一页就再也看不到，忘了只能重新生成。</p>
          <code className="token">{token.text}</code>
          <div className="act-buttons">
            <Button onClick={() => void navigator.clipboard?.writeText(token.text)}>复制</Button>
            <Button onClick={() => setToken(null)}>已经交好，收起</Button>
          </div>
        </div>
      ) : null}
      <section aria-label="业务系统">
        <h2>业务系统</h2>
        {data.systems.length === 0 ? <p className="quiet">还没有登记业务系统。</p> : null}
        {data.systems.map(s => (
          <One
            key={s.id}
            system={s}
            onDone={token => {
              if (token) setToken({ system: s.name, text: token })
              again()
            }}
          />
        ))}
      </section>
      {data.bodies.map(b => (
        <Register key={b.id} body={b} onDone={again} />
      ))}
      <Reports rows={data.reports} linkOrigins={data.linkOrigins} onDone={again} />
    </Page>
  )
}

function One({ system: s, onDone }: { system: SystemLine; onDone: (token: string | null) => void }) {
  return (
    <article className="official" aria-label={s.name}>
      <h3>{s.name}</h3>
      <p>
        <span className="state-word">{s.stateLabel}</span>
        {s.body.name} · 负责：{s.keeper} · {s.by}登记
        {s.state === 'proposed' ? '，等签发领导批准' : ''}
      </p>
      <dl className="list-card-facts">
        <div>
          <dt>公开的域名</dt>
          <dd>{s.hosts.join('、')}</dd>
        </div>
        <div>
          <dt>报送事项</dt>
          <dd>{s.items.map(i => i.name).join('、')}</dd>
        </div>
        <div>
          <dt>口令</dt>
          <dd>
            {s.tokenSince ? `${s.tokenSince}生成` : '还没有生成'}
            {s.usedAt ? `，最近使用${s.usedAt}` : ''}，每分钟最多{s.perMinute}次
          </dd>
        </div>
        <div>
          <dt>报送地址</dt>
          <dd className="lines">POST /api/v1/catalogs/{s.body.slug}/reports</dd>
        </div>
      </dl>
      {s.calls.length > 0 ? (
        <details>
          <summary>最近{s.calls.length}次调用</summary>
          <ul>
            {s.calls.map((c, n) => (
              <li key={`${c.at}${n}`}>
                {c.at} {c.status} {c.outcome}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <Steps
        address={`/api/catalogs/systems/${s.id}`}
        version={s.version}
        offers={s.offers}
        onDone={(answer: { token: string | null }) => onDone(answer.token)}
      />
    </article>
  )
}

const empty = { name: '', keeper: '', hosts: '', items: [] as readonly string[], perMinute: 60 }

function Register({ body, onDone }: { body: SystemsView['bodies'][number]; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  const typed = useTyped(`register-system-${body.id}`, empty)
  const { values } = typed
  const doing = useDoing()
  const reasons = doing.error ? reasonsOf(doing.error) : []
  const at = (name: string) => reasons.filter(r => r.field === name || r.field?.startsWith(`${name}.`))
  const rest = reasons.filter(r => !['name', 'keeper', 'hosts', 'items', 'perMinute'].includes(r.field?.split('.')[0] ?? '')) // prettier-ignore
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', '/api/catalogs/systems', {
      body: body.id,
      name: values.name,
      keeper: values.keeper,
      hosts: values.hosts.split(/[\s,，、;；]+/).filter(h => h !== ''),
      items: values.items.map(id => {
        const [field = '', key = ''] = id.split('/')
        return { field, key }
      }),
      perMinute: values.perMinute,
    })
    if (!done) return
    typed.forget()
    setOpen(false)
    onDone()
  }
  if (!open)
    return (
      <section aria-label={`登记业务系统：${body.name}`}>
        <Button onClick={() => setOpen(true)} disabled={body.items.length === 0}>
          登记业务系统
        </Button>
        {body.items.length === 0 ? (
          <p className="quiet">{body.name}还没有公布标准目录，公布以后才有事项可以报送。</p>
        ) : null}
      </section>
    )
  const text = (name: 'name' | 'keeper' | 'hosts', label: string, hint: string) => (
    <Field name={name} label={label} hint={hint} required reasons={at(name)}>
      {({ status, ...control }) => (
        <Input
          {...control}
          status={status}
          value={values[name]}
          onChange={event => typed.set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <form
      className="act site-form"
      aria-label="登记业务系统"
      noValidate
      onSubmit={event => void submit(event)}
    >
      <h2>登记业务系统</h2>
      <p className="effect">{systemBeginning.effect}</p>
      <Faults reasons={rest} />
      {text('name', '系统的名称', '公众会看到“由…报送”，如“行政许可办理系统”。')}
      {text('keeper', '负责部门和负责人', '出了问题找谁。')}
      {text(
        'hosts',
        '公开信息所在的域名',
        '只写域名，几个用顿号分开，如 aqxk.example.gov.cn；别的域名的网址不收。',
      )}
      <Field name="items" label="可以报送的事项" required reasons={at('items')}>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={[...values.items]}
            options={body.items.map(i => ({
              value: `${i.field}/${i.key}`,
              label: `${i.name}（${i.fieldLabel}）`,
            }))}
            onChange={(items: string[]) => typed.set({ items })}
          />
        )}
      </Field>
      <Field name="perMinute" label="每分钟最多几次" required reasons={at('perMinute')}>
        {({ status, ...control }) => (
          <InputNumber
            {...control}
            status={status}
            min={1}
            max={600}
            value={values.perMinute}
            onChange={n => typed.set({ perMinute: n ?? 60 })}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          登记，等领导批准
        </Button>
        <Button onClick={() => setOpen(false)}>不登记了</Button>
      </div>
    </form>
  )
}

function Reports({
  rows,
  linkOrigins,
  onDone,
}: {
  rows: readonly ReportLine[]
  linkOrigins: readonly string[]
  onDone: () => void
}) {
  const [taking, setTaking] = useState<ReportLine | null>(null)
  return (
    <section aria-label="报送来的">
      <h2>报送来的</h2>
      <p className="quiet">
        指向本站的网址，撤回了就不再计入。
        {linkOrigins.length === 0
          ? '其他网站的网址没有去查：运行维护人员没有列出可以去查的网站（LINK_ORIGINS），那里的网页不在了，系统不会知道。'
          : `其他网站只查${linkOrigins.join('、')}：每周一次，打不开的过后再查，确实不在了就不再计入；别的网站没有去查。`}{' '}
        <Clause id="吉林/一(三)" />
      </p>
      <ListTable<ReportLine>
        label="报送来的公开"
        dataSource={rows}
        rowKey="id"
        pageSize={20}
        empty="还没有业务系统报送。"
        columns={[
          {
            key: 'title',
            title: '标题',
            render: (_, r) => (
              <a href={r.url} target="_blank" rel="noopener noreferrer">
                {r.title}
              </a>
            ),
          },
          { key: 'system', title: '系统', width: 160, render: (_, r) => r.system },
          { key: 'items', title: '事项', width: 160, render: (_, r) => r.items.join('、') },
          { key: 'on', title: '公开日期', width: 115, render: (_, r) => r.shownOn },
          { key: 'who', title: '经办人、理由', width: 200, render: (_, r) => `${r.operator}：${r.reason}` },
          { key: 'at', title: '报送时间', width: 150, render: (_, r) => r.at },
          {
            key: 'state',
            title: '现在',
            width: 150,
            render: (_, r) => (
              <>
                {r.isLost ? <p className="heat-overdue">不计入：{r.linkWords}</p> : null}
                {!r.isLost && r.linkWords ? (
                  <p className="quiet">
                    {r.checkedAt}查：{r.linkWords}
                  </p>
                ) : null}
                {r.mayWithdraw ? (
                  <Button size="small" onClick={() => setTaking(r)}>
                    撤下
                  </Button>
                ) : (
                  r.stateLabel
                )}
              </>
            ),
          },
        ]}
      />
      {taking ? (
        <Steps
          key={taking.id}
          address={`/api/catalogs/reports/${taking.id}`}
          version={taking.version}
          offers={[
            {
              verb: 'withdraw',
              label: `撤下“${taking.title}”`,
              effect: '这一件不再算作公开情况的依据，公众页面上随即撤下；业务系统上的原件由业务系统处理。',
              basis: ['焦作/二(一)2'],
              reason: 'required',
              weighty: true,
            },
          ]}
          onDone={() => {
            setTaking(null)
            onDone()
          }}
        />
      ) : null}
    </section>
  )
}
