import time
from codesign.core.terms import Role
from tests.adversarial.filled import fill
from tests.adversarial.crawl import crawl
def test_x(app):
    t=time.time(); f=fill(app); print("fill",time.time()-t)
    for role in (Role.ANONYMOUS, Role.COMMISSIONER):
        b=f.browser(role); 
        if role is Role.ANONYMOUS: f.take_part(b)
        t=time.time(); s=crawl(app,b,f.staff_starts if role is not Role.ANONYMOUS else f.starts); print(role,len(s.pages),len(s.forms),time.time()-t)
        for x in s.forms: print("  ",x.method,x.key)
        print(s.asked)
    assert 0
