import { Button } from 'antd'
import { useEffect, useState, type FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { isWholeText } from '#console/editor/paste.ts'
import { Faults } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { dropLocal, keepLocal, readLocal } from '#console/localCopy.ts'
import { now, nearText } from '#console/time.ts'
import { importSchema, type Import } from '../model.ts'
import type { Acted } from '../views.ts'
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

const names = Object.keys(importSchema.shape)
const recognisable: readonly SuggestionField[] = [
  'title',
  'documentNumber',
  'indexNumber',
  'kind',
  'signatories',
  'addressee',
  'writtenOn',
  'issuedOn',
  'originalPublishedOn',
  'bodyHtml',
]

const empty: Import = {
  title: '',
  kind: null,
  theme: null,
  attribute: 'proactive',
  normative: false,
  addressee: '',
  signatories: [],
  columns: [],
  documentNumber: null,
  indexNumber: null,
  writtenOn: null,
  issuedOn: null,
  originalPublishedOn: null,
  sourceNote: '',
  bodyHtml: '',
}

/** 补录历史公文: a document issued before this system, with its own dates. What is not known stays empty. */
export default function ImportScreen() {
  const me = useMe()
  const go = useGo()
  const refresh = useRefresh()
  const doing = useDoing()
  const reading = useReading()
  const [form, setForm] = useState<Import | null>(null)
  const [keptAt, setKeptAt] = useState<number | null>(null)
  useEffect(() => {
    void readLocal<Import>(me.staff.id, 'import').then(copy => {
      setForm(copy?.draft ?? empty)
      setKeptAt(copy?.at ?? null)
    })
  }, [me.staff.id])
  useEffect(() => {
    if (!form || form === empty) return
    const timer = setTimeout(
      () =>
        void keepLocal<Import>(me.staff.id, 'import', {
          draft: form,
          base: empty,
          baseVersion: 0,
          at: now(),
        }),
      1500,
    )
    return () => clearTimeout(timer)
  }, [form, me.staff.id])
  if (!form) return null
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], names)
  const edit = (part: Partial<Import>) => setForm({ ...form, ...part })
  const bound = <F extends keyof Import>(field: F) => ({
    value: form[field],
    set: (value: Import[F]) => edit({ [field]: value } as Partial<Import>),
    reasons: sorted.fields.get(field),
  })
  const words = <F extends 'documentNumber' | 'indexNumber'>(field: F) => ({
    value: form[field] ?? '',
    set: (value: string) => edit({ [field]: value.trim() === '' ? null : value } as Partial<Import>),
    reasons: sorted.fields.get(field),
  })
  function adopt(list: readonly Suggestion[]) {
    const part: Record<string, unknown> = {}
    for (const one of list) if (names.includes(one.field)) part[one.field] = one.value
    edit(part as Partial<Import>)
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    const acted = await doing.run<Acted>('POST', '/api/documents/import', form)
    if (!acted) return
    await dropLocal(me.staff.id, 'import')
    await refresh('/api/lists')
    go(`/documents/${acted.subject}`, 'replace')
  }
  return (
    <Page
      title="补录历史公文"
      lead="本系统启用以前印发的公文，按原来的日期补录。提交后由另一人核对发布，公开页面会注明是补录。"
    >
      <form onSubmit={submit} noValidate className="import-form">
        {doing.error ? <Faults reasons={reasonsOf(doing.error)} title="还不能提交" /> : null}
        {keptAt ? (
          <p className="kept" role="status">
            已恢复本机 {nearText(keptAt)} 没有提交的内容。
            <Button
              type="link"
              size="small"
              onClick={() => {
                setForm(empty)
                setKeptAt(null)
                void dropLocal(me.staff.id, 'import')
              }}
            >
              不要了，重新填
            </Button>
          </p>
        ) : null}
        <IntakePanel
          reading={reading}
          fields={recognisable}
          present={field => (field in form ? form[field as keyof Import] : null)}
          adopt={adopt}
        />
        <TextField {...bound('title')} name="title" label="标题" required max={200} lines={1} />
        <div className="field-row">
          <TextField
            {...words('documentNumber')}
            name="documentNumber"
            label="发文字号"
            max={60}
            hint="照原件写，例如“应急厅函〔2019〕390号”；没有的不填。"
          />
          <TextField
            {...words('indexNumber')}
            name="indexNumber"
            label="索引号"
            max={60}
            hint="原网站上有的照抄，没有的不填。"
          />
        </div>
        <div className="field-row">
          <KindField {...bound('kind')} />
          <ThemeField {...bound('theme')} />
        </div>
        <NormativeField {...bound('normative')} />
        <div className="field-row">
          <SignatoriesField
            {...bound('signatories')}
            set={signatories => edit({ signatories: [...signatories] })}
            required
          />
          <TextField {...bound('addressee')} name="addressee" label="主送机关" max={500} />
        </div>
        <div className="field-row field-row-three">
          <DayField {...bound('writtenOn')} name="writtenOn" label="成文日期" />
          <DayField {...bound('issuedOn')} name="issuedOn" label="印发日期" />
          <DayField {...bound('originalPublishedOn')} name="originalPublishedOn" label="原发布日期" />
        </div>
        <p className="field-hint hint-after">三个日期不是一回事，只填原件或原网站上查得到的，不要推测。</p>
        <ColumnsField {...bound('columns')} set={columns => edit({ columns: [...columns] })} required />
        <TextField
          {...bound('sourceNote')}
          name="sourceNote"
          label="来源说明"
          required
          max={500}
          lines={2}
          hint="这件公文从哪里来，例如“从原网站 2021 年 3 月的页面迁入”“据纸质档案补录，档号……”。"
          why={{ text: '补录的内容要能追到原件，发布时间不能改写。', clause: '条例/45' }}
        />
        <BodyField
          {...bound('bodyHtml')}
          required
          onPasted={(html, text) => {
            if (isWholeText(html, text)) void reading.read({ kind: 'paste', html, text }, false)
          }}
        />
        <Button type="primary" htmlType="submit" size="large" loading={doing.busy}>
          提交核对
        </Button>
      </form>
    </Page>
  )
}
