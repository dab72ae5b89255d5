package com.example.vendor;

/** A class of a vendor's library, which knows nothing of JPA. */
public class Asset {

    private Long number;
    private String label;
    private String site;
    private String remark;

    public Long getNumber() {
        return number;
    }

    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    public String getSite() {
        return site;
    }

    public void setSite(String site) {
        this.site = site;
    }

    public String getRemark() {
        return remark;
    }

    public void setRemark(String remark) {
        this.remark = remark;
    }
}
