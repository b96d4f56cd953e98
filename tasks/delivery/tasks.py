"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.delivery import contacts, invitations, older_rest
from tasks.delivery import send_paper as paper_post
from tasks.delivery import tell as telling

put_contact = task(cache_policy=NO_CACHE)(contacts.put_contact)
put_contact_otherwise = task(cache_policy=NO_CACHE)(contacts.put_contact_otherwise)
put_contact_out = task(cache_policy=NO_CACHE)(contacts.put_contact_out)
send_invitation = task(cache_policy=NO_CACHE)(invitations.send_invitation)
send_trial = task(cache_policy=NO_CACHE)(contacts.send_trial)
send_paper = task(cache_policy=NO_CACHE)(paper_post.send_paper)
tell = task(cache_policy=NO_CACHE)(telling.tell)
resend = task(cache_policy=NO_CACHE)(telling.resend)
answer_for_older = task(cache_policy=NO_CACHE)(older_rest.answer_for_older)
