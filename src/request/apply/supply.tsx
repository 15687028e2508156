import type { Problem } from '#portal/form.tsx'
import { identityProofLabels } from '../model.ts'
import {
  suppliedFaults,
  suppliedFields,
  suppliedLabels,
  wantedFields,
  wantedLabels,
  type Supplied,
  type SuppliedField,
  type Wanted,
} from '../supplied.ts'
import { Choices, type FieldProps } from './fields.tsx'
import { Fields } from './stepView.tsx'

/** 补正申请人信息 on the page of a receipt: asked in the shape of the application (条例第二十九条、第三十条). */

const nameOf = (field: SuppliedField, matter: number) => `${field}-${matter}`
const lackName = (matter: number) => `lack-${matter}`

export const supplementLabel = (wanted: readonly Wanted[]): string =>
  wanted.length > 0 ? '补正的内容（只补充上面信息的，可以不填）' : '补正的内容'

export type Supply = {
  readonly given: Supplied
  /** Some of it cannot be supplied; why stands in the words. */
  readonly lacks: boolean
}

/** What was typed about a matter. */
export function supplyIn(form: URLSearchParams, matter: number, wanted: readonly Wanted[]): Supply {
  const given = wanted
    .flatMap(w => wantedFields[w])
    .flatMap(field => {
      const value = (form.get(nameOf(field, matter)) ?? '').trim().slice(0, 400)
      return value === '' ? [] : [[field, value]]
    })
  return { given: Object.fromEntries(given) as Supplied, lacks: form.get(lackName(matter)) === '1' }
}

/** Everything that stands against it, at once. What cannot be supplied is left out, and the words say why. */
export function supplyProblems(
  matter: number,
  wanted: readonly Wanted[],
  supply: Supply,
  words: string,
): Problem[] {
  if (wanted.length === 0) return []
  const problems = suppliedFaults(wanted, supply.given)
    .filter(fault => !fault.lacking || !supply.lacks)
    .map(fault => ({ field: nameOf(fault.field, matter), text: fault.text }))
  return supply.lacks && words === ''
    ? [...problems, { field: `supplement-${matter}`, text: '请在补正的内容里写明哪一项提供不了、为什么。' }]
    : problems
}

const inputs: Partial<Record<SuppliedField, Partial<FieldProps>>> = {
  identityNumber: { hint: '居民身份证号会核对末位校验码，打错了会提示。' },
  creditCode: { hint: '18位，见营业执照、登记证书。' },
  phone: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  email: { type: 'email', inputMode: 'email', autoComplete: 'email' },
  address: { autoComplete: 'address-line1' },
  postcode: { inputMode: 'numeric', autoComplete: 'postal-code' },
}

type Props = {
  readonly matter: number
  readonly wanted: readonly Wanted[]
  readonly supply: Supply
  readonly problems: readonly Problem[]
}

/** The fields of what is asked for; nothing where nothing is. */
export function SupplyFields({ matter, wanted, supply, problems }: Props) {
  if (wanted.length === 0) return null
  const typed = Object.fromEntries(suppliedFields.map(f => [nameOf(f, matter), supply.given[f]]))
  const proof = nameOf('identityProof', matter)
  return (
    <>
      {wanted.map(one => (
        <fieldset key={one}>
          <legend>{wantedLabels[one]}</legend>
          {one === 'contact' && <p className="hint">至少留一种。</p>}
          {one === 'identity' && (
            <Choices
              name={proof}
              label={suppliedLabels.identityProof}
              value={typed[proof]}
              problems={problems}
              choices={Object.entries(identityProofLabels)}
            />
          )}
          <Fields
            typed={typed}
            problems={problems}
            fields={wantedFields[one]
              .filter(field => field !== 'identityProof')
              .map(field => ({
                name: nameOf(field, matter),
                label: suppliedLabels[field],
                maxLength: 240,
                ...inputs[field],
              }))}
          />
        </fieldset>
      ))}
      <label className="choice">
        <input type="checkbox" name={lackName(matter)} value="1" defaultChecked={supply.lacks} />
        <span>有的提供不了，原因写在补正的内容里</span>
      </label>
    </>
  )
}
