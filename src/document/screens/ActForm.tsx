import type { Answers } from '#console/asked.ts'
import { Opinion } from '#console/parts/Opinion.tsx'
import { Step } from '#console/parts/Step.tsx'
import type { Acted, CaseView, Offer } from '../views.ts'
import { isBackward } from './offers.ts'
import { attributeLabels } from './options.ts'
import { askedIn } from './StepFields.tsx'

type Props = {
  readonly view: CaseView
  readonly offer: Offer
  /** Where the step is sent; the document's own steps where nothing is said. */
  readonly base?: string
  /** Kept by the parent where several actions share one opinion. */
  readonly opinion?: Parameters<typeof Step>[0]['words']
  readonly onDone: (acted: Acted) => void | Promise<void>
  /** Somebody was first: fetch the matter anew. What was typed here stays. */
  readonly onStale: () => void
  readonly autoFocus?: boolean
}

/** One lawful action on a document, its opinion with the person's own phrases. */
export function ActForm({ view, offer, base, opinion, onDone, onStale, autoFocus }: Props) {
  const address = base ?? `/api/documents/${view.document.id}`
  return (
    <Step<Acted>
      key={`${address}-${offer.verb}`}
      offer={offer}
      address={address}
      version={view.document.version}
      className="act"
      tone={isBackward(offer.verb) ? 'default' : 'primary'}
      above={offer.onBehalfOf ? <p className="behalf">您代 {offer.onBehalfOf} 办理，履历中会写明。</p> : null}
      fields={askedIn(offer.fields)}
      words={opinion}
      reasonLabel={isBackward(offer.verb) ? '理由' : '意见'}
      reasonMissing={isBackward(offer.verb) ? '请写明理由。' : '请填写意见。'}
      reasonBox={(control, value, onChange) => (
        <Opinion
          {...{ control, value, onChange, autoFocus }}
          usual={usualOf(offer)}
          placeholder={hintOf(offer.verb)}
        />
      )}
      sure={values => whatHappens(view, offer, values)}
      autoFocus={autoFocus}
      onDone={onDone}
      onStale={onStale}
    />
  )
}

function hintOf(verb: string): string {
  if (verb === 'remind') return '写给正在办理的人，他在通知里看到'
  if (verb === 'return') return '写明哪里需要修改，拟稿人会看到'
  return isBackward(verb) ? '写明原因，存入履历' : '存入履历，经办的人都能看到'
}

function usualOf(offer: Offer): readonly string[] {
  if (offer.verb === 'remind') return ['请尽快办理。', '期限临近，请今天办结。']
  if (offer.verb === 'return')
    return ['请核对文中数据后再报。', '请按公文格式修改。', '公开属性的理由不充分，请补充。']
  if (offer.verb === 'clear') return ['经审查，不涉及国家秘密、工作秘密和敏感信息。']
  if (offer.verb === 'pass') return ['经审查，符合法律、法规、规章和国家政策规定。']
  return isBackward(offer.verb) ? [] : ['同意。']
}

function whatHappens(view: CaseView, offer: Offer, values: Answers): string {
  const { title, attribute } = view.document
  const facts = `《${title}》${attribute ? `（${attributeLabels[attribute]}）` : ''}`
  const day = offer.verb === 'issue' ? `印发日期为${String(values.issuedOn || '今天')}。` : ''
  return `${facts}：${offer.effect}${day}`
}
