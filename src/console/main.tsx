import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './styles/base.css'
import './styles/frame.css'
import './styles/signin.css'
import './styles/fields.css'
import './styles/admin.css'
import './styles/lists.css'
import './styles/table.css'
import './styles/act.css'
import './styles/case.css'
import './styles/why.css'
import './styles/draft.css'
import './styles/library.css'
import './styles/checks.css'
import './styles/tags.css'
import './styles/site.css'
import './styles/registered.css'
import './styles/request.css'
import './styles/catalog.css'
import './styles/way.css'
import './styles/pairing.css'
import './styles/heat.css'
import './styles/print.css'
import { Console } from './App.tsx'
import { rooms } from './rooms.tsx'
import { now } from './time.ts'
import { customProperties } from './tokens.ts'
import { rereadAfterUpdate } from './updated.ts'

for (const [name, value] of customProperties()) document.documentElement.style.setProperty(name, value)

rereadAfterUpdate(window, { kept: sessionStorage, now, reload: () => location.reload() })

const place = document.getElementById('root')
if (place)
  createRoot(place).render(
    <StrictMode>
      <Console rooms={rooms} />
    </StrictMode>,
  )
