import { Fragment } from 'react'
import type { PortalContext, PublicPage } from '#portal/page.ts'
import { Day, Link } from '#portal/parts.tsx'
import { reservedSlugs, type RecordBody } from '#record/model.ts'
import type { About, PagePart } from '#record/parts.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { fileOf, forms, type Form } from './files.ts'
import { instrumentFacts, instrumentKinds, type InstrumentKind } from './model.ts'
import { publicInstruments, type PublicInstrument } from './store.ts'

/** The guide, the basic catalog and the negative list on the public site: files, and the ways to them on the statutory platform. */

const standing = (context: PortalContext, bodyId: number): Promise<readonly PublicInstrument[]> =>
  context.once(`instruments/${bodyId}`, () => publicInstruments(context.db, bodyId))

const fileAt = (body: RecordBody, of: PublicInstrument, form: Form) =>
  `/${body.slug}/instrument/${of.kind}.${form}`

function Files({ body, of }: { body: RecordBody; of: PublicInstrument }) {
  return (
    <>
      下载：
      {forms.map((form, i) => (
        <Fragment key={form}>
          {i > 0 && ' · '}
          <Link to={fileAt(body, of, form)}>
            {form.toUpperCase()}
            <span className="hidden">：{instrumentFacts[of.kind].label}</span>
          </Link>
        </Fragment>
      ))}
    </>
  )
}

function Version({ of }: { of: PublicInstrument }) {
  return (
    <>
      第 {of.number} 版，自 <Day day={of.effectiveOn} /> 起施行，
      <Day day={of.reviewOn} /> 以前复核
      {of.number > 1 && (
        <>
          {' · '}
          <Link to={of.address.replace(/\.html$/, '.history.html')}>
            历次版本和改动<span className="hidden">：{instrumentFacts[of.kind].label}</span>
          </Link>
        </>
      )}
    </>
  )
}

async function one(context: PortalContext, about: About, kind: InstrumentKind) {
  const { body } = about
  return body ? (await standing(context, body.id)).find(i => i.kind === kind) : undefined
}

export const instrumentParts: readonly PagePart[] = [
  {
    place: 'lead',
    order: 50,
    kinds: instrumentKinds.map(k => instrumentFacts[k].recordKind),
    async make(context, { body, shown }) {
      if (!body || !shown) return null
      const of = (await standing(context, body.id)).find(i => i.address === shown.address)
      if (!of) return null
      return (
        <p className="lead">
          <Version of={of} />。<Files body={body} of={of} />
        </p>
      )
    },
  },
  {
    place: 'guide',
    order: 50,
    async make(context, about) {
      const of = await one(context, about, 'guide')
      return of ? (
        <p className="lead">
          <Version of={of} />。<Files body={about.body!} of={of} />
        </p>
      ) : null
    },
  },
  {
    place: 'statutory',
    order: 50,
    async make(context, about) {
      const both = [await one(context, about, 'basic'), await one(context, about, 'negative')]
      const there = both.filter(of => of !== undefined)
      if (there.length === 0) return null
      return (
        <dl className="parts">
          {there.map(of => (
            <div key={of.kind}>
              <dt>
                <Link to={of.address}>{instrumentFacts[of.kind].label}</Link>
              </dt>
              <dd>
                <Version of={of} />。<Files body={about.body!} of={of} />
              </dd>
            </div>
          ))}
        </dl>
      )
    },
  },
]

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`

export const instrumentPages: readonly PublicPage[] = [
  {
    path: new RegExp(
      `^/${slug}/instrument/(?<kind>${instrumentKinds.join('|')})\\.(?<form>${forms.join('|')})$`,
    ),
    async answer(context, asked) {
      const { slug: name = '', kind, form } = asked.match.groups!
      const body = (await bodiesOf(context)).bySlug(name)
      const of = body && (await standing(context, body.id)).find(i => i.kind === kind)
      return body && of ? fileOf(context, { body, of }, form as Form) : null
    },
  },
]
