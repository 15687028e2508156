import { isUnproven } from '../guideline/guidelines.ts'
import { isLocal, type LocalItem } from '../localItem.ts'
import { confidenceLabels } from '../model.ts'

export const whyUnproven =
  '国家目录的这一行是整理时补写的，没有在任何一份目录里读到；装入官方附件以后才有定论。'

/** 待核对, with why for who stays on it. */
export const Unproven = () => (
  <abbr className="state-word" title={whyUnproven}>
    {confidenceLabels.drafted}
  </abbr>
)

/** What is said of an item beside its name: whose it is, whether it is listed, whether the national row behind it is proven. */
export function ItemWords({ item, drafted }: { item: LocalItem; drafted: ReadonlySet<string> }) {
  return (
    <>
      {isLocal(item) ? <span className="state-word">本级增加</span> : null}
      {item.leftOut ? <span className="state-word">不列入</span> : null}
      {isUnproven(item.lineage.codes, drafted) ? <Unproven /> : null}
    </>
  )
}
