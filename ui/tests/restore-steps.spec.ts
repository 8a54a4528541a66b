/** Every step of a custom restore in every way it can look. */
import { expectNoComplaints } from './complaints'
import { everyLookIsAccessible } from './looks'
import { stories } from './restore-story'

expectNoComplaints()
everyLookIsAccessible('restore', stories)
