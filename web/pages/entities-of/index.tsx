import { useParams } from '@tanstack/react-router'
import { Catalogue } from '../catalog/catalogue.tsx'

/** The entities of one blueprint. */
export function Page() {
  const { blueprint = '' }: { blueprint?: string } = useParams({ strict: false })
  return <Catalogue key={blueprint} blueprint={blueprint} />
}
