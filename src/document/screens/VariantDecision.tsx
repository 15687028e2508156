import { Button, Input } from 'antd'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import type { VersionView } from '../variants/views.ts'

/** The second person's step: approve or refuse; and the first one's: take back. */
export function Decide({ version, reload }: { readonly version: VersionView; readonly reload: () => void }) {
  const kept = useKept(`variant-${version.id}-decision`, { reason: '' })
  const { reason } = kept.value
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['reason'])
  async function act(verb: string) {
    const done = await doing.run('POST', `/api/variants/${version.id}/${verb}`, {
      version: version.version,
      reason: reason.trim() || null,
    })
    if (!done) return
    kept.forget()
    reload()
  }
  const blocked = version.offers.flatMap(offer => offer.blocked)
  return (
    <div className="act variant-decision">
      <Faults reasons={sorted.rest} />
      {blocked.length > 0 ? (
        <div className="blocked">
          <p className="blocked-title">
            <Icon name="lock" size={16} />
            现在还不能批准
          </p>
          <ul>
            {blocked.map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {version.offers.some(offer => offer.reason === 'required') ? (
        <Field name="reason" label="理由" hint="不予批准的必填。" reasons={sorted.fields.get('reason')}>
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              value={reason}
              maxLength={1000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={event => kept.set({ reason: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <p className="quiet">{version.offers.map(offer => `${offer.label}：${offer.effect}`).join(' ')}</p>
      <span className="row-keys">
        {version.offers.map(offer => (
          <Button
            key={offer.verb}
            type={offer.verb === 'approve' ? 'primary' : 'default'}
            disabled={offer.blocked.length > 0}
            loading={doing.busy}
            onClick={() => void act(offer.verb)}
          >
            {offer.label}
          </Button>
        ))}
      </span>
    </div>
  )
}
