import { Button, Radio } from 'antd'
import { useState, type FormEvent } from 'react'
import { BasisList } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import type { BodyDuty, CampaignList } from '../../reexamination/views.ts'

type Props = {
  readonly duty: BodyDuty
  readonly year: number
  readonly words: CampaignList['opening']
  readonly onClose: () => void
  readonly onDone: (id: number) => void
}

/** Two facts open a campaign: the year, and the last day for opinions. */
export function OpenForm({ duty, year, words, onClose, onDone }: Props) {
  const [chosen, setChosen] = useState(year)
  const [day, setDay] = useState<string | null>(null)
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const refresh = useRefresh()
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], [
    'year',
    'opinionsBy',
  ])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = day === null ? [{ field: 'opinionsBy', text: '请填写提出意见的最后一天。' }] : []
    setMissing(found)
    if (found.length > 0) return
    const form = { body: duty.bodyId, year: chosen, opinionsBy: day }
    const done = await doing.run<{ subject: number }>('POST', '/api/reexaminations', form)
    if (!done) return
    await refresh('/api/reexaminations')
    onDone(done.subject)
  }
  return (
    <form
      className="act narrow-form"
      aria-label={words.label}
      noValidate
      onSubmit={event => void submit(event)}
    >
      <p className="effect">
        {duty.body}现有{duty.waiting}件。{words.effect}
      </p>
      <BasisList basis={words.basis} />
      <Faults reasons={sorted.rest} />
      <Field name="year" label="复查年度" required group reasons={sorted.fields.get('year')}>
        {() => (
          <Radio.Group
            className="checks"
            name="year"
            value={chosen}
            options={[year, year - 1].map(one => ({
              value: one,
              label: one === year ? `${one}年` : `${one}年（补做）`,
            }))}
            onChange={event => setChosen(Number(event.target.value))}
          />
        )}
      </Field>
      <Field
        name="opinionsBy"
        label="提出意见的最后一天"
        required
        hint="过了这一天还没有提出意见的，进度里标为逾期，公开机构可以不再等待。"
        reasons={sorted.fields.get('opinionsBy')}
      >
        {control => <DayInput control={control} value={day} onChange={setDay} />}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {words.label}
        </Button>
        <Button onClick={onClose} disabled={doing.busy}>
          取消
        </Button>
      </div>
    </form>
  )
}
