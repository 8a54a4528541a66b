/** Every step of shipping in every way it can look. */
import { expectNoComplaints } from './complaints'
import { everyLookIsAccessible } from './looks'
import { stories } from './ship-stories'

expectNoComplaints()
everyLookIsAccessible('ship', stories)
