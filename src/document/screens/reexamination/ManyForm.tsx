import { Button, Checkbox, Modal, Radio, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { BasisList, Clause } from '#console/parts/Clause.tsx'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Opinion } from '#console/parts/Opinion.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, type Reason } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { choices, decisionLabels, opinionLabels, type Choice } from '../../reexamination/model.ts'
import type {
  BulkDone,
  CampaignView,
  ItemOffer,
  ItemView,
  PreviewRow,
  PreviewView,
} from '../../reexamination/views.ts'
import { attributeLabels } from '../options.ts'

/** A document to act on; the facts are there where it was picked from the list by itself. */
export type Picked = { readonly id: number; readonly version: number } & Partial<
  Pick<ItemView, 'title' | 'documentNumber' | 'attribute' | 'groundLabel' | 'opinion' | 'opinionReason'>
>

type Props = {
  readonly base: string
  readonly view: CampaignView
  readonly offer: ItemOffer
  readonly items: readonly Picked[]
  readonly onClose: () => void
  readonly onDone: (words: string) => void | Promise<void>
}

type Said = { readonly choice: Choice | ''; readonly reason: string }
type Seen = { readonly rows: readonly PreviewRow[]; readonly ok: readonly Picked[] }
type Ended = { readonly done: number; readonly failed: BulkDone['failed'] }

const inParts = (items: readonly Picked[], size: number) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))

/** One step for one or many documents: the form, what would happen to each, then each as an act of its own. */
export function ManyForm({ base, view, offer, items, onClose, onDone }: Props) {
  const { verb } = offer
  const of = items.length === 1 ? items[0]!.id : 'many'
  const typed = useTyped<Said>(`${base}-${verb}-${of}`, { choice: '', reason: '' })
  const { choice, reason } = typed.values
  const [secretary, setSecretary] = useState<number | null>(
    view.secretaries.length === 1 ? view.secretaries[0]!.id : null,
  )
  const [groundStands, setGroundStands] = useState(false)
  const [faults, setFaults] = useState<readonly Reason[]>([])
  const [seen, setSeen] = useState<Seen | null>(null)
  const [ended, setEnded] = useState<Ended | null>(null)
  const [at, setAt] = useState(0)
  const doing = useDoing()
  const names = ['reason', 'opinion', 'decision', 'secretary', 'groundStands']
  const sorted = byField(faults, names)
  const form =
    verb === 'answer'
      ? { opinion: choice || undefined }
      : verb === 'decide'
        ? { decision: choice || undefined, secretary: secretary ?? undefined, groundStands }
        : {}
  const send = (part: readonly Picked[]) => ({
    verb,
    items: part.map(({ id, version }) => ({ id, version })),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
    form,
  })
  async function look(event: FormEvent) {
    event.preventDefault()
    const rows: PreviewRow[] = []
    const wrong: Reason[] = []
    for (const part of inParts(items, view.bulkLimit)) {
      const answer = await doing.run<PreviewView>('POST', `${base}/preview`, send(part))
      if (!answer) return
      wrong.push(...answer.reasons)
      if (wrong.length > 0) break
      rows.push(...answer.rows)
    }
    // A single document says what is wrong at the field itself.
    if (items.length === 1 && rows[0] && !rows[0].ok) wrong.push(...rows[0].reasons)
    setFaults(wrong)
    if (wrong.length > 0) return
    const fine = new Set(rows.filter(r => r.ok).map(r => r.id))
    setSeen({ rows, ok: items.filter(i => fine.has(i.id)) })
  }
  async function run() {
    if (!seen) return
    const parts = inParts(seen.ok, view.bulkLimit)
    let sum: Ended = ended ?? { done: 0, failed: [] }
    for (let next = at; next < parts.length; next++) {
      const answer = await doing.run<BulkDone>('POST', `${base}/bulk`, send(parts[next]!))
      if (!answer) return
      sum = { done: sum.done + answer.done.length, failed: [...sum.failed, ...answer.failed] }
      setEnded(sum)
      setAt(next + 1)
    }
    typed.forget()
    const words = `“${offer.label}”已办理${sum.done}件${sum.failed.length > 0 ? `，${sum.failed.length}件没有办成` : ''}。`
    await onDone(words)
    if (sum.failed.length === 0) onClose()
  }
  const parts = seen ? Math.ceil(seen.ok.length / view.bulkLimit) : 0
  const over = seen !== null && ended !== null && at >= parts
  return (
    <Modal
      open
      title={items.length > 1 ? `${offer.label}（${items.length}件）` : offer.label}
      footer={null}
      width={640}
      onCancel={onClose}
      maskClosable={false}
      destroyOnHidden
    >
      {items.length === 1 ? <What item={items[0]!} /> : null}
      {over ? (
        <div className="act" role="status">
          <p>
            <strong>已办理{ended.done}件。</strong>
            {ended.failed.length > 0 ? `下面${ended.failed.length}件没有办成，其余不受影响：` : ''}
          </p>
          <Refusals rows={ended.failed} />
          <div className="act-buttons">
            <Button type="primary" onClick={onClose}>
              关闭
            </Button>
          </div>
        </div>
      ) : seen ? (
        <div className="act" role="group" aria-label="办理前核对">
          <p>
            <strong>
              将办理{seen.ok.length}件
              {seen.rows.length > seen.ok.length
                ? `，另有${seen.rows.length - seen.ok.length}件现在不能办`
                : ''}
              。
            </strong>
            {seen.rows.find(r => r.ok)?.words ?? ''}
          </p>
          <Refusals rows={seen.rows.filter(r => !r.ok)} />
          <Fault error={doing.error} title={ended ? `已办理${ended.done}件，其余还没有提交` : undefined} />
          {doing.busy && ended ? (
            <p role="status">
              已办理{ended.done}件，共{seen.ok.length}件……
            </p>
          ) : null}
          <div className="act-buttons">
            <Button
              type="primary"
              loading={doing.busy}
              disabled={seen.ok.length === 0}
              onClick={() => void run()}
            >
              {ended ? '继续办理其余的' : `确认${offer.label}${seen.ok.length}件`}
            </Button>
            <Button disabled={doing.busy} onClick={ended ? onClose : () => setSeen(null)}>
              {ended ? '到此为止' : '再想想'}
            </Button>
          </div>
        </div>
      ) : (
        <form className="act" noValidate aria-label={offer.label} onSubmit={event => void look(event)}>
          <p className="effect">{offer.effect}</p>
          <BasisList basis={offer.basis} />
          <PutBack of={typed} />
          <Faults reasons={sorted.rest} />
          <Fault error={doing.error} />
          {verb === 'answer' || verb === 'decide' ? (
            <Field
              name={verb === 'answer' ? 'opinion' : 'decision'}
              label={verb === 'answer' ? '意见' : '决定'}
              required
              group
              reasons={sorted.fields.get(verb === 'answer' ? 'opinion' : 'decision')}
            >
              {() => (
                <Radio.Group
                  className="checks"
                  name="choice"
                  value={choice}
                  options={choices.map(one => ({
                    value: one,
                    label: (verb === 'answer' ? opinionLabels : decisionLabels)[one],
                  }))}
                  onChange={event => typed.set({ choice: event.target.value as Choice })}
                />
              )}
            </Field>
          ) : null}
          {verb === 'decide' && choice === 'keep' ? (
            <Field
              name="groundStands"
              label="不予公开的依据"
              group
              why={{ text: '不予公开须有仍然成立的法定依据。', clause: '390号/四(一)3' }}
              reasons={sorted.fields.get('groundStands')}
            >
              {() => (
                <Checkbox checked={groundStands} onChange={event => setGroundStands(event.target.checked)}>
                  已逐件核对：不予公开的，登记的依据仍然成立
                </Checkbox>
              )}
            </Field>
          ) : null}
          {verb === 'decide' ? (
            <Field
              name="secretary"
              label="会同办理的文秘人员"
              required
              why={{ text: '公开机构会同文秘机构逐年复查。', clause: '390号/四(一)4' }}
              reasons={sorted.fields.get('secretary')}
            >
              {({ status, ...control }) => (
                <Select
                  {...control}
                  status={status}
                  value={secretary ?? undefined}
                  placeholder="请选择"
                  notFoundContent="本机关还没有编号发布员（文秘）"
                  options={view.secretaries.map(s => ({ value: s.id, label: s.name }))}
                  onChange={value => setSecretary(value)}
                />
              )}
            </Field>
          ) : null}
          {offer.reason ? (
            <Field name="reason" label="理由" required reasons={sorted.fields.get('reason')}>
              {control => (
                <Opinion
                  control={control}
                  value={reason}
                  onChange={text => typed.set({ reason: text })}
                  placeholder={items.length > 1 ? '每一件都记同一条理由' : '存入履历'}
                  usual={
                    verb === 'answer' || verb === 'decide'
                      ? ['情势没有变化。', '有关工作已经结束，可以公开。']
                      : []
                  }
                />
              )}
            </Field>
          ) : null}
          <div className="act-buttons">
            <Button type="primary" htmlType="submit" loading={doing.busy}>
              下一步：看看会怎样
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}

/** Which document it is: nobody decides on a line he does not see. */
function What({ item }: { item: Picked }) {
  if (!item.title) return null
  return (
    <div className="decision-what">
      <p className="serif">{item.title}</p>
      <p className="quiet">
        {[
          item.documentNumber,
          item.attribute && attributeLabels[item.attribute],
          item.groundLabel && `依据：${item.groundLabel}`,
        ]
          .filter(Boolean)
          .join('　')}
      </p>
      {item.opinion ? (
        <p className="quiet">
          起草单位{opinionLabels[item.opinion]}：{item.opinionReason}
        </p>
      ) : null}
    </div>
  )
}

const shown = 50

function Refusals({ rows }: { rows: readonly Pick<PreviewRow, 'id' | 'title' | 'reasons'>[] }) {
  if (rows.length === 0) return null
  return (
    <ul className="plain-list" aria-label="不能办理的">
      {rows.slice(0, shown).map(row => (
        <li key={row.id}>
          {row.title || '（看不到的公文）'}：
          {row.reasons.map(r => (
            <span key={r.text}>
              {r.text}
              {r.basis ? <Clause id={r.basis} /> : null}
            </span>
          ))}
        </li>
      ))}
      {rows.length > shown ? <li>还有{rows.length - shown}件。</li> : null}
    </ul>
  )
}
