import { Checkbox, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useGo } from '#console/address.ts'
import type { Restored } from '#console/autosave.ts'
import { newKey } from '#console/client.ts'
import { isWholeText } from '#console/editor/paste.ts'
import { Faults } from '#console/parts/Faults.tsx'
import { Attachments } from '#console/parts/Attachments.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Kept } from '#console/parts/Kept.tsx'
import { Page } from '#console/parts/Page.tsx'
import { SaveWords } from '#console/parts/SaveWords.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { call, useMe } from '#console/session.ts'
import { useSaver } from '#console/useSaver.ts'
import { kindOfTitle } from '#law/documentKinds.ts'
import { DraftTags } from '#tag/screens/TagField.tsx'
import { draftSchema, urgencies, type Draft } from '../model.ts'
import type { Acted, CaseView, Saved } from '../views.ts'
import { AttributeField } from './AttributeField.tsx'
import { DisclosureWay } from './DisclosureWay.tsx'
import { DraftChecks } from './DraftChecks.tsx'
import { DraftAside } from './DraftAside.tsx'
import { draftOf } from './draftOf.ts'
import {
  BodyField,
  ColumnsField,
  DayField,
  KindField,
  NormativeField,
  SignatoriesField,
  TextField,
  ThemeField,
} from './fields.tsx'
import { IntakePanel, useReading } from './IntakePanel.tsx'
import type { Suggestion, SuggestionField } from './suggestions.ts'

const fieldNames = Object.keys(draftSchema.shape)
const recognisable: readonly SuggestionField[] = [
  'title',
  'kind',
  'addressee',
  'signatories',
  'writtenOn',
  'attribute',
  'documentNumber',
  'bodyHtml',
]

const fieldWords: Partial<Record<keyof Draft, string>> = {
  title: '标题',
  kind: '文种',
  theme: '主题分类',
  attribute: '公开属性',
  attributeReason: '公开属性的理由',
  ground: '不予公开的依据',
  normative: '规范性文件',
  secrecyDoubt: '保密审查',
  urgency: '紧急程度',
  addressee: '主送机关',
  signatories: '署名',
  columns: '栏目',
  tags: '标签',
  writtenOn: '成文日期',
  bodyHtml: '正文',
}

type Props = {
  readonly view: CaseView
  readonly restored: Restored<Draft>
  readonly reload: () => Promise<unknown>
}

/** 发文批办单: everything a document needs before it goes round, saved while it is written. */
export function DraftForm({ view, restored, reload }: Props) {
  const id = view.document.id
  const me = useMe()
  const go = useGo()
  const refresh = useRefresh()
  const [start] = useState(() => startOf(view, restored))
  const [openedAt] = useState(view.document.savedAt)
  const [state, saver] = useSaver<Draft>({ staff: me.staff.id, name: `document/${id}` }, start, {
    save: (draft, version) =>
      call<Saved>('PUT', `/api/documents/${id}`, { body: { version, draft }, key: newKey() }),
    load: async () => {
      const now = await call<CaseView>('GET', `/api/documents/${id}`)
      return { draft: draftOf(now.document), version: now.document.version }
    },
  })
  const { draft } = state
  const reading = useReading()
  const submitting = useDoing()
  const [preparing, setPreparing] = useState(false)
  const [refusals, setRefusals] = useState<readonly Reason[]>([])
  const again = useRef(reload)
  again.current = reload
  useEffect(() => {
    if (state.savedAt !== null && state.status === 'saved') void again.current()
  }, [state.savedAt, state.status])
  const edit = (part: Partial<Draft>) => {
    saver.edit(part)
    if (refusals.length > 0)
      setRefusals(refusals.filter(reason => !reason.field || !Object.keys(part).includes(reason.field)))
  }
  const save = () => void saver.flush()
  const sorted = byField(refusals.length > 0 ? refusals : state.reasons, [...fieldNames, 'attachments'])
  const faults = sorted.fields
  async function submit() {
    if (preparing || submitting.busy) return
    setRefusals([])
    setPreparing(true)
    const isSaved = await saver.flush()
    setPreparing(false)
    if (!isSaved) {
      const { reasons, status } = saver.get()
      setRefusals(
        reasons.length > 0
          ? reasons
          : [
              {
                text:
                  status === 'offline'
                    ? '暂时连不上服务器，内容已保存在本机，请稍后再送审。'
                    : '内容还没有保存好，请再试一次。',
              },
            ],
      )
      return
    }
    const done = await submitting.run<Acted>('POST', `/api/documents/${id}/submit`, {
      version: saver.get().version,
    })
    if (!done) return
    await refresh('/api/lists')
    await again.current().catch(() => {})
    go(`/documents/${id}`, 'replace')
  }
  useEffect(() => {
    if (submitting.error) setRefusals(reasonsOf(submitting.error))
  }, [submitting.error])
  function adopt(list: readonly Suggestion[]) {
    const part: Record<string, unknown> = {}
    for (const one of list) if (fieldNames.includes(one.field)) part[one.field] = one.value
    edit(part as Partial<Draft>)
    save()
  }
  const demands = (field: string) => view.document.rules?.demanded.includes(field) ?? false
  const bound = <F extends keyof Draft>(field: F) => ({
    value: draft[field],
    set: (value: Draft[F]) => edit({ [field]: value } as Partial<Draft>),
    reasons: faults.get(field),
    onBlur: save,
  })
  return (
    <Page
      title={draft.title ? `起草：${draft.title}` : '起草公文'}
      heading="发文批办单"
      lead={`${view.body.name}　${view.department}　${view.drafter}`}
      wide
    >
      <div className="draft">
        <div className="draft-form">
          {refusals.length > 0 ? (
            <Faults reasons={refusals} title={`还不能送审：${refusals.length} 处需要处理`} />
          ) : null}
          <Kept
            restored={restored}
            server={start.base}
            savedAt={openedAt}
            words={fieldWords}
            edit={edit}
            conflicts={state.conflicts}
          />
          {view.document.returnedReason && view.document.state === 'draft' ? (
            <blockquote className="last-opinion returned">
              <p className="quiet">退回理由</p>
              <p>{view.document.returnedReason}</p>
              {view.lastOpinion ? <footer>{view.lastOpinion.who}</footer> : null}
            </blockquote>
          ) : null}
          <IntakePanel
            reading={reading}
            fields={recognisable.filter(field => field !== 'documentNumber')}
            present={field => (field in draft ? draft[field as keyof Draft] : null)}
            adopt={adopt}
          />
          <TextField
            {...bound('title')}
            name="title"
            label="标题"
            required
            max={200}
            lines={1}
            hint="发文机关名称＋事由＋文种，例如“某县应急管理局关于开展汛期安全检查的通知”。"
          />
          <AttributeField
            draft={draft}
            edit={edit}
            faults={faults}
            onBlur={save}
            labels={view.document.rules?.labels}
          />
          <DisclosureWay
            draft={draft}
            edit={edit}
            faults={faults}
            onBlur={save}
            hidden={view.document.rules?.hidden}
          />
          {draft.attribute === 'proactive' ? (
            <ColumnsField
              {...bound('columns')}
              set={(columns: readonly string[]) => edit({ columns: [...columns] })}
            />
          ) : null}
          <DraftTags
            {...bound('tags')}
            bodyId={view.body.id}
            set={tags => {
              edit({ tags })
              save()
            }}
            title={draft.title}
            html={draft.bodyHtml}
            indexed={{ ...draft, kind: draft.kind ?? kindOfTitle(draft.title.trim()), imported: false }}
          />
          <Secrecy checked={draft.secrecyDoubt} set={secrecyDoubt => edit({ secrecyDoubt })} />
          <div className="field-row">
            <KindField {...bound('kind')} required={demands('kind')} />
            <ThemeField {...bound('theme')} required={demands('theme')} />
          </div>
          <NormativeField {...bound('normative')} />
          <div className="field-row">
            <TextField
              {...bound('addressee')}
              name="addressee"
              label="主送机关"
              max={500}
              hint="没有主送机关的（如公告）可以不填。"
            />
            <Field name="urgency" label="紧急程度" group reasons={faults.get('urgency')}>
              {() => (
                <Segmented
                  aria-label="紧急程度"
                  value={draft.urgency}
                  options={urgencies.map(urgency => ({ value: urgency, label: urgency || '一般' }))}
                  onChange={urgency => {
                    edit({ urgency })
                    save()
                  }}
                />
              )}
            </Field>
          </div>
          <div className="field-row">
            <SignatoriesField
              {...bound('signatories')}
              set={signatories => edit({ signatories: [...signatories] })}
            />
            <DayField
              {...bound('writtenOn')}
              name="writtenOn"
              label="成文日期"
              hint="可以不填：签发时以领导签发日期为准。"
            />
          </div>
          <BodyField
            {...bound('bodyHtml')}
            required
            onPasted={(html, text) => {
              if (isWholeText(html, text)) void reading.read({ kind: 'paste', html, text }, false)
            }}
          />
          <Attachments
            address={`/api/documents/${id}/attachments`}
            files={view.attachments}
            noun="公文"
            onChange={reload}
          />
          <DraftChecks
            view={view}
            draft={draft}
            version={state.version}
            edit={edit}
            saver={saver}
            reload={reload}
            onSettled={open =>
              setRefusals(now => {
                const left = now.filter(r => !r.field?.startsWith('finding:') || open.includes(r.field))
                return left.length === now.length ? now : left
              })
            }
          />
        </div>
        <DraftAside
          view={view}
          state={state}
          saver={saver}
          submitting={preparing || submitting.busy}
          submit={submit}
        />
      </div>
      <div className="draft-foot">
        <SaveWords state={state} retry={save} />
      </div>
    </Page>
  )
}

function startOf(view: CaseView, restored: Restored<Draft>) {
  const base = draftOf(view.document)
  return {
    base,
    draft: restored.kind === 'local' ? restored.draft : base,
    version: view.document.version,
    savedAt: view.document.version > 1 ? Date.parse(view.document.savedAt) : null,
  }
}

function Secrecy({ checked, set }: { checked: boolean; set: (checked: boolean) => void }) {
  return (
    <div className="field" id="field-secrecyDoubt">
      <Checkbox
        checked={checked}
        onChange={event => set(event.target.checked)}
        aria-describedby="secrecy-hint"
      >
        请保密机构先行审查
      </Checkbox>
      <p className="field-hint" id="secrecy-hint">
        已确定本件非密，但内容汇总后、或与其他已公开信息放在一起是否合适，需要保密机构把关时勾选。部门审核后先送保密机构。
      </p>
    </div>
  )
}
