import { Popover, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronUp, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { roleTitles, useSession } from '../session.ts'
import classes from './person-menu.module.css'
import { schemes } from './schemes.ts'
import { useSignOut } from './sign-out.ts'

/** Who is signed in, how the page looks to them, and the way out. */
export function PersonMenu() {
  const { person } = useSession()
  const signOut = useSignOut()
  const [open, { toggle, close }] = useDisclosure(false)
  return (
    <Popover
      opened={open}
      onDismiss={close}
      position="top-start"
      width={224}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton className={classes.person} onClick={toggle}>
          <span className={classes.initials} aria-hidden>
            {initials(person.name)}
          </span>
          <span className={classes.who}>
            <span className={classes.name}>{person.name}</span>
            <span className={classes.role}>{roleTitles[person.role]}</span>
          </span>
          <IconChevronUp size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label="You">
        <Link to="/settings/account" className={classes.item} onClick={close}>
          <IconUserCircle size={16} stroke={1.75} aria-hidden />
          Account
        </Link>
        <Schemes />
        <UnstyledButton className={classes.item} onClick={() => void signOut()}>
          <IconLogout size={16} stroke={1.75} aria-hidden />
          Sign out
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  )
}

function Schemes() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <fieldset className={classes.schemes}>
      <legend>Colours</legend>
      {schemes.map(({ value, label, icon: Icon }) => (
        <UnstyledButton
          key={value}
          className={classes.scheme}
          aria-pressed={colorScheme === value}
          onClick={() => setColorScheme(value)}
        >
          <Icon size={16} stroke={1.75} aria-hidden />
          {label}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
